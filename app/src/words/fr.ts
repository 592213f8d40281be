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
  'cells.headline': '{n} cellules, {mv} mV d’écart.',
  'cells.silent': '{n} cellules, muettes. Les valeurs ci-dessous sont les dernières reçues.',
  'cells.none': 'Aucune cellule lue pour l’instant.',
  'cells.unread': '{n} cellules, aucune tension connue.',
  'cells.cell': 'Cellule {n}',
  'cells.picture': 'Toutes les cellules',
  'cells.table': 'Toutes les cellules en tableau',
  'cells.asTable': 'En tableau',
  'cells.order': 'Ordre',
  'cells.voltage': 'Tension',
  'cells.temperature': 'Température',
  'cells.col.cell': 'Cellule',
  'cells.col.state': 'État',
  'cells.col.age': 'Lu',
  'cells.vMin': 'V-min',
  'cells.vBypass': 'V-bypass',
  'cells.vMax': 'V-max',
  'cells.beyond': '{name} est à {v}, hors de cette vue.',
  'cells.legend': '▲ équilibrage · ✕ hors limites · ! mesure non valable',
  'cells.breakAt': 'Pas de données de la cellule {a} : vérifiez le fil entre la cellule {a} et la cellule {b}, et la carte sur la cellule {a}.',
  'cells.breakLast': 'Pas de données de la cellule {a} : vérifiez le fil entre la cellule {a} et la carte OUT, et la carte sur la cellule {a}.',
  'cells.invalid': 'Mesures non valables : cellule {list}.',
  'cells.balancingNone': 'Aucune cellule n’est en équilibrage.',
  'cells.balancingOne': 'La cellule {n} est en équilibrage.',
  'cells.balancingToday': 'La cellule {n} est en équilibrage, {t} aujourd’hui.',
  'cells.balancingMany': '{n} cellules en équilibrage : {list}.',
  'cells.balancingManyToday': '{n} cellules en équilibrage (aujourd’hui) : {list}.',
  'cells.boardNote': 'Pendant l’équilibrage, la température affichée est celle de la carte, pas de la cellule.',
  'cells.board': 'carte',
  'cells.boardAt': '{c} (carte)',
  'cells.hot': 'Sa dérivation est coupée : la carte est trop chaude et doit d’abord refroidir.',
  'cells.state.safe': 'sûre',
  'cells.state.balancing': 'équilibrage',
  'cells.state.unknown': 'inconnu',
  'cells.why.v_high': 'tension à V-max ou au-dessus',
  'cells.why.v_low': 'tension à V-min ou au-dessous',
  'cells.why.t_high': 'plus chaude que T-max',
  'cells.why.t_low': 'plus froide que T-min',
  'cells.bad.voltage': 'tension non valable',
  'cells.bad.temperature': 'température non valable',
  'cells.fault.none': 'aucun défaut',
  'cells.fault.missing': 'absente',
  'cells.fault.too_low': 'impossible, trop basse',
  'cells.fault.too_high': 'impossible, trop haute',
  'cells.fault.sensor_open': 'capteur coupé',
  'cells.fault.sensor_shorted': 'capteur en court-circuit',
  'cells.fault.not_a_number': 'pas un nombre',
  'cells.fault.converter_off': 'circuit de mesure faux de plus de 3 %',
  'cells.minutes': '{n} min',
  'cells.hours': '{h} h {n} min',
  'cells.extremes': 'Extrêmes',
  'cells.highest': 'La plus haute',
  'cells.lowest': 'La plus basse',
  'cells.warmest': 'La plus chaude',
  'cells.coldest': 'La plus froide',
  'cells.apart': 'Écart',
  'cells.dayRange': 'Dernières 24 h : {low} à {high}.',
  'cells.dayMedian': 'Pointillé : médiane des autres.',
  'cells.dayBand': 'Pointillé : minimum et maximum de toutes les cellules.',
  'cells.noDay': 'Rien n’est conservé des dernières 24 h de cette cellule.',
  'cells.dayFailed': 'Les dernières 24 h n’ont pas pu être lues ; nouvel essai.',

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
