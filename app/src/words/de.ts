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

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
