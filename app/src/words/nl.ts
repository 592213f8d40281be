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

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
