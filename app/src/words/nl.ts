// SPDX-License-Identifier: Apache-2.0
import type { Words } from './words.svelte';

export const nl: Words = {
  // shell: navigation and what stands on every screen
  'nav.now': 'Nu',
  'nav.cells': 'Cellen',
  'nav.history': 'Verloop',
  'nav.events': 'Gebeurtenissen',
  'nav.settings': 'Instellingen',
  'nav.devices': 'Apparaten',
  'nav.simulator': 'Simulator',
  'nav.more': 'Meer',
  'shell.skip': 'Naar de inhoud',
  'shell.main': 'Hoofdmenu',
  'shell.pack': 'Accu',
  'shell.simulated': 'gesimuleerd',
  'shell.connecting': 'Verbinden met de gateway …',
  'shell.lineDown': 'De gateway is niet te horen. Wat hier staat is oud; er wordt opnieuw geprobeerd.',
  'shell.noPacks': 'Er is geen accu ingesteld.',
  'shell.loading': 'Laden …',
  'age.now': 'nu',
  'age.seconds': '{n} s geleden',
  'age.minutes': '{n} min geleden',
  'age.hours': '{n} u geleden',
  'age.days': '{n} d geleden',
  'age.never': 'nooit',

  // story: what the BMS does and why (PLUS-1, RELAY-3)

  // now

  // cells
  'cells.headline': '{n} cellen, {mv} mV verschil.',
  'cells.silent': '{n} cellen, niet te horen. Hieronder staan de laatste waarden.',
  'cells.none': 'Nog geen cel gelezen.',
  'cells.unread': '{n} cellen, geen spanning bekend.',
  'cells.cell': 'Cel {n}',
  'cells.picture': 'Alle cellen',
  'cells.table': 'Alle cellen als tabel',
  'cells.asTable': 'Als tabel',
  'cells.order': 'Volgorde',
  'cells.voltage': 'Spanning',
  'cells.temperature': 'Temperatuur',
  'cells.col.cell': 'Cel',
  'cells.col.state': 'Toestand',
  'cells.col.age': 'Gelezen',
  'cells.vMin': 'V-min',
  'cells.vBypass': 'V-bypass',
  'cells.vMax': 'V-max',
  'cells.beyond': '{name} is {v}, buiten dit beeld.',
  'cells.legend': '▲ balanceert · ✕ buiten de grenzen · ! meting ongeldig',
  'cells.breakAt': 'Geen gegevens van cel {a}: controleer de draad tussen cel {a} en cel {b}, en de print op cel {a}.',
  'cells.breakLast': 'Geen gegevens van cel {a}: controleer de draad tussen cel {a} en de OUT-print, en de print op cel {a}.',
  'cells.invalid': 'Ongeldige metingen: cel {list}.',
  'cells.balancingNone': 'Geen cel balanceert.',
  'cells.balancingOne': 'Cel {n} balanceert.',
  'cells.balancingToday': 'Cel {n} balanceert, vandaag {t}.',
  'cells.balancingMany': '{n} cellen balanceren: {list}.',
  'cells.balancingManyToday': '{n} cellen balanceren (vandaag): {list}.',
  'cells.boardNote': 'Zolang een cel balanceert, is de getoonde temperatuur die van de print, niet van de cel.',
  'cells.board': 'print',
  'cells.boardAt': '{c} (print)',
  'cells.hot': 'De bypass is uit: de print is te heet en moet eerst afkoelen.',
  'cells.state.safe': 'veilig',
  'cells.state.balancing': 'balanceert',
  'cells.state.unknown': 'onbekend',
  'cells.why.v_high': 'spanning op of boven V-max',
  'cells.why.v_low': 'spanning op of onder V-min',
  'cells.why.t_high': 'warmer dan T-max',
  'cells.why.t_low': 'kouder dan T-min',
  'cells.bad.voltage': 'spanning ongeldig',
  'cells.bad.temperature': 'temperatuur ongeldig',
  'cells.fault.none': 'geen fout',
  'cells.fault.missing': 'ontbreekt',
  'cells.fault.too_low': 'onmogelijk laag',
  'cells.fault.too_high': 'onmogelijk hoog',
  'cells.fault.sensor_open': 'sensor onderbroken',
  'cells.fault.sensor_shorted': 'sensor kortgesloten',
  'cells.fault.not_a_number': 'geen getal',
  'cells.fault.converter_off': 'meetcircuit wijkt meer dan 3 % af',
  'cells.minutes': '{n} min',
  'cells.hours': '{h} u {n} min',
  'cells.extremes': 'Hoogste en laagste',
  'cells.highest': 'Hoogste',
  'cells.lowest': 'Laagste',
  'cells.warmest': 'Warmste',
  'cells.coldest': 'Koudste',
  'cells.apart': 'Verschil',
  'cells.dayRange': 'Laatste 24 uur: {low} tot {high}.',
  'cells.dayMedian': 'Gestreept: mediaan van de andere.',
  'cells.dayBand': 'Gestreept: laagste en hoogste van alle cellen.',
  'cells.noDay': 'Van de laatste 24 uur van deze cel is niets bewaard.',
  'cells.dayFailed': 'De laatste 24 uur zijn niet te lezen; er wordt opnieuw geprobeerd.',

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
