// SPDX-License-Identifier: Apache-2.0
import type { Words } from './words.svelte';

export const es: Words = {
  // shell: navigation and what stands on every screen
  'nav.now': 'Ahora',
  'nav.cells': 'Celdas',
  'nav.history': 'Historial',
  'nav.events': 'Eventos',
  'nav.settings': 'Ajustes',
  'nav.devices': 'Dispositivos',
  'nav.simulator': 'Simulador',
  'nav.more': 'Más',
  'shell.skip': 'Ir al contenido',
  'shell.main': 'Menú principal',
  'shell.pack': 'Batería',
  'shell.simulated': 'simulada',
  'shell.connecting': 'Conectando con la pasarela …',
  'shell.lineDown': 'No se oye la pasarela. Lo que aquí se ve es antiguo; se vuelve a intentar.',
  'shell.noPacks': 'No hay ninguna batería configurada.',
  'shell.loading': 'Cargando …',
  'age.now': 'ahora',
  'age.seconds': 'hace {n} s',
  'age.minutes': 'hace {n} min',
  'age.hours': 'hace {n} h',
  'age.days': 'hace {n} d',
  'age.never': 'nunca',

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
