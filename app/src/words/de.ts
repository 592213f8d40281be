// SPDX-License-Identifier: Apache-2.0
import type { Words } from './words.svelte';

export const de: Words = {
  // shell: navigation and what stands on every screen
  'nav.now': 'Jetzt',
  'nav.cells': 'Zellen',
  'nav.history': 'Verlauf',
  'nav.events': 'Ereignisse',
  'nav.settings': 'Einstellungen',
  'nav.devices': 'Geräte',
  'nav.simulator': 'Simulator',
  'nav.more': 'Mehr',
  'shell.skip': 'Zum Inhalt',
  'shell.main': 'Hauptmenü',
  'shell.pack': 'Batterie',
  'shell.simulated': 'simuliert',
  'shell.connecting': 'Verbindung zum Gateway …',
  'shell.lineDown': 'Das Gateway ist nicht zu hören. Was hier steht, ist alt; neuer Versuch läuft.',
  'shell.noPacks': 'Keine Batterie ist eingerichtet.',
  'shell.loading': 'Lädt …',
  'age.now': 'jetzt',
  'age.seconds': 'vor {n} s',
  'age.minutes': 'vor {n} min',
  'age.hours': 'vor {n} h',
  'age.days': 'vor {n} Tagen',
  'age.never': 'nie',

  // story: what the BMS does and why (PLUS-1, RELAY-3)

  // now

  // cells
  'cells.headline': '{n} Zellen, {mv} mV auseinander.',
  'cells.silent': '{n} Zellen, nicht zu hören. Unten stehen die letzten Werte.',
  'cells.none': 'Noch keine Zelle gelesen.',
  'cells.unread': '{n} Zellen, keine Spannung bekannt.',
  'cells.cell': 'Zelle {n}',
  'cells.picture': 'Alle Zellen',
  'cells.table': 'Alle Zellen als Tabelle',
  'cells.asTable': 'Als Tabelle',
  'cells.order': 'Reihenfolge',
  'cells.voltage': 'Spannung',
  'cells.temperature': 'Temperatur',
  'cells.col.cell': 'Zelle',
  'cells.col.state': 'Zustand',
  'cells.col.age': 'Gelesen',
  'cells.vMin': 'V-min',
  'cells.vBypass': 'V-bypass',
  'cells.vMax': 'V-max',
  'cells.beyond': '{name} ist {v}, außerhalb dieses Bildes.',
  'cells.legend': '▲ balanciert · ✕ außerhalb der Grenzen · ! Messwert ungültig',
  'cells.breakAt': 'Keine Daten von Zelle {a}: Prüfen Sie das Kabel zwischen Zelle {a} und Zelle {b} und die Platine auf Zelle {a}.',
  'cells.breakLast': 'Keine Daten von Zelle {a}: Prüfen Sie das Kabel zwischen Zelle {a} und der OUT-Platine und die Platine auf Zelle {a}.',
  'cells.invalid': 'Ungültige Messwerte: Zelle {list}.',
  'cells.balancingNone': 'Keine Zelle balanciert.',
  'cells.balancingOne': 'Zelle {n} balanciert.',
  'cells.balancingToday': 'Zelle {n} balanciert, heute {t}.',
  'cells.balancingMany': '{n} Zellen balancieren: {list}.',
  'cells.balancingManyToday': '{n} Zellen balancieren (heute): {list}.',
  'cells.boardNote': 'Solange eine Zelle balanciert, ist die gezeigte Temperatur die der Platine, nicht der Zelle.',
  'cells.board': 'Platine',
  'cells.boardAt': '{c} (Platine)',
  'cells.hot': 'Der Bypass ist aus: Die Platine ist zu heiß und muss erst abkühlen.',
  'cells.state.safe': 'sicher',
  'cells.state.balancing': 'balanciert',
  'cells.state.unknown': 'unbekannt',
  'cells.why.v_high': 'Spannung bei oder über V-max',
  'cells.why.v_low': 'Spannung bei oder unter V-min',
  'cells.why.t_high': 'wärmer als T-max',
  'cells.why.t_low': 'kälter als T-min',
  'cells.bad.voltage': 'Spannung ungültig',
  'cells.bad.temperature': 'Temperatur ungültig',
  'cells.fault.none': 'kein Fehler',
  'cells.fault.missing': 'fehlt',
  'cells.fault.too_low': 'unmöglich niedrig',
  'cells.fault.too_high': 'unmöglich hoch',
  'cells.fault.sensor_open': 'Sensor unterbrochen',
  'cells.fault.sensor_shorted': 'Sensor kurzgeschlossen',
  'cells.fault.not_a_number': 'keine Zahl',
  'cells.fault.converter_off': 'Messschaltung weicht um mehr als 3 % ab',
  'cells.minutes': '{n} min',
  'cells.hours': '{h} h {n} min',
  'cells.extremes': 'Höchste und niedrigste',
  'cells.highest': 'Höchste',
  'cells.lowest': 'Niedrigste',
  'cells.warmest': 'Wärmste',
  'cells.coldest': 'Kälteste',
  'cells.apart': 'Abstand',
  'cells.dayRange': 'Letzte 24 h: {low} bis {high}.',
  'cells.dayMedian': 'Gestrichelt: Median der anderen.',
  'cells.dayBand': 'Gestrichelt: niedrigste und höchste aller Zellen.',
  'cells.noDay': 'Von den letzten 24 h dieser Zelle ist nichts aufgezeichnet.',
  'cells.dayFailed': 'Die letzten 24 h sind nicht lesbar; neuer Versuch läuft.',

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
