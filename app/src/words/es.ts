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
  'cells.headline': '{n} celdas, {mv} mV de diferencia.',
  'cells.silent': '{n} celdas sin comunicación. Abajo están los últimos valores.',
  'cells.none': 'Aún no se ha leído ninguna celda.',
  'cells.unread': '{n} celdas, ninguna tensión conocida.',
  'cells.cell': 'Celda {n}',
  'cells.picture': 'Todas las celdas',
  'cells.table': 'Todas las celdas en tabla',
  'cells.asTable': 'Como tabla',
  'cells.order': 'Orden',
  'cells.voltage': 'Tensión',
  'cells.temperature': 'Temperatura',
  'cells.col.cell': 'Celda',
  'cells.col.state': 'Estado',
  'cells.col.age': 'Leído',
  'cells.vMin': 'V-min',
  'cells.vBypass': 'V-bypass',
  'cells.vMax': 'V-max',
  'cells.beyond': '{name} es {v}, fuera de esta imagen.',
  'cells.legend': '▲ equilibrando · ✕ fuera de límites · ! lectura no válida',
  'cells.breakAt': 'Sin datos de la celda {a}: revise el cable entre la celda {a} y la celda {b}, y la placa de la celda {a}.',
  'cells.breakLast': 'Sin datos de la celda {a}: revise el cable entre la celda {a} y la placa OUT, y la placa de la celda {a}.',
  'cells.invalid': 'Lecturas no válidas: celda {list}.',
  'cells.balancingNone': 'Ninguna celda se está equilibrando.',
  'cells.balancingOne': 'La celda {n} se está equilibrando.',
  'cells.balancingToday': 'La celda {n} se está equilibrando, {t} hoy.',
  'cells.balancingMany': '{n} celdas se están equilibrando: {list}.',
  'cells.balancingManyToday': '{n} celdas se están equilibrando (hoy): {list}.',
  'cells.boardNote': 'Mientras una celda se equilibra, la temperatura mostrada es la de la placa, no la de la celda.',
  'cells.board': 'placa',
  'cells.boardAt': '{c} (placa)',
  'cells.hot': 'Su derivación está apagada: la placa está demasiado caliente y debe enfriarse.',
  'cells.state.safe': 'segura',
  'cells.state.balancing': 'equilibrando',
  'cells.state.unknown': 'desconocido',
  'cells.why.v_high': 'tensión en V-max o por encima',
  'cells.why.v_low': 'tensión en V-min o por debajo',
  'cells.why.t_high': 'más caliente que T-max',
  'cells.why.t_low': 'más fría que T-min',
  'cells.bad.voltage': 'tensión no válida',
  'cells.bad.temperature': 'temperatura no válida',
  'cells.fault.none': 'sin fallo',
  'cells.fault.missing': 'falta',
  'cells.fault.too_low': 'imposible, demasiado baja',
  'cells.fault.too_high': 'imposible, demasiado alta',
  'cells.fault.sensor_open': 'sensor abierto',
  'cells.fault.sensor_shorted': 'sensor en cortocircuito',
  'cells.fault.not_a_number': 'no es un número',
  'cells.fault.converter_off': 'el circuito de medida se desvía más del 3 %',
  'cells.minutes': '{n} min',
  'cells.hours': '{h} h {n} min',
  'cells.extremes': 'Extremos',
  'cells.highest': 'La más alta',
  'cells.lowest': 'La más baja',
  'cells.warmest': 'La más caliente',
  'cells.coldest': 'La más fría',
  'cells.apart': 'Diferencia',
  'cells.dayRange': 'Últimas 24 h: {low} a {high}.',
  'cells.dayMedian': 'Discontinua: mediana de las demás.',
  'cells.dayBand': 'Discontinua: mínima y máxima de todas las celdas.',
  'cells.noDay': 'No se conserva nada de las últimas 24 h de esta celda.',
  'cells.dayFailed': 'No se pudieron leer las últimas 24 h; se vuelve a intentar.',

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
