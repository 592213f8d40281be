// SPDX-License-Identifier: Apache-2.0
import type { Words } from './words.svelte';

export const fr: Words = {
  // shell: navigation and what stands on every screen
  'nav.now': 'Maintenant',
  'nav.cells': 'Cellules',
  'nav.history': 'Historique',
  'nav.events': 'Événements',
  'nav.settings': 'Réglages',
  'nav.devices': 'Appareils',
  'nav.simulator': 'Simulateur',
  'nav.more': 'Plus',
  'shell.skip': 'Aller au contenu',
  'shell.main': 'Menu principal',
  'shell.pack': 'Batterie',
  'shell.simulated': 'simulé',
  'shell.connecting': 'Connexion à la passerelle …',
  'shell.lineDown': 'La passerelle ne répond plus. Ce qui est affiché est ancien ; nouvel essai en cours.',
  'shell.noPacks': "Aucune batterie n'est configurée.",
  'shell.loading': 'Chargement …',
  'age.now': 'maintenant',
  'age.seconds': 'il y a {n} s',
  'age.minutes': 'il y a {n} min',
  'age.hours': 'il y a {n} h',
  'age.days': 'il y a {n} j',
  'age.never': 'jamais',

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
