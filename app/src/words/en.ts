// SPDX-License-Identifier: Apache-2.0

export const en = {
  // shell: navigation and what stands on every screen
  'nav.now': 'Now',
  'nav.cells': 'Cells',
  'nav.history': 'History',
  'nav.events': 'Events',
  'nav.settings': 'Settings',
  'nav.devices': 'Devices',
  'nav.simulator': 'Simulator',
  'nav.more': 'More',
  'shell.skip': 'Skip to content',
  'shell.main': 'Main',
  'shell.pack': 'Battery',
  'shell.simulated': 'simulated',
  'shell.connecting': 'Connecting to the gateway …',
  'shell.lineDown': 'The gateway is not heard. What stands here is old; trying again.',
  'shell.noPacks': 'No battery is configured.',
  'shell.loading': 'Loading …',
  'age.now': 'now',
  'age.seconds': '{n} s ago',
  'age.minutes': '{n} min ago',
  'age.hours': '{n} h ago',
  'age.days': '{n} d ago',
  'age.never': 'never',

  // story: what the BMS does and why (PLUS-1, RELAY-3)

  // now

  // cells
  'cells.headline': '{n} cells, {mv} mV apart.',
  'cells.silent': '{n} cells, not heard. The values below are the last ones.',
  'cells.none': 'No cell has been read yet.',
  'cells.unread': '{n} cells, no voltage known.',
  'cells.cell': 'Cell {n}',
  'cells.picture': 'All cells',
  'cells.table': 'All cells as a table',
  'cells.asTable': 'As a table',
  'cells.order': 'Order',
  'cells.voltage': 'Voltage',
  'cells.temperature': 'Temperature',
  'cells.col.cell': 'Cell',
  'cells.col.state': 'State',
  'cells.col.age': 'Read',
  'cells.vMin': 'V-min',
  'cells.vBypass': 'V-bypass',
  'cells.vMax': 'V-max',
  'cells.beyond': '{name} is {v}, outside this picture.',
  'cells.legend': '▲ balancing · ✕ outside its limits · ! reading invalid',
  'cells.breakAt': 'No data from cell {a}: check the wire between cell {a} and cell {b}, and the board on cell {a}.',
  'cells.breakLast': 'No data from cell {a}: check the wire between cell {a} and the OUT board, and the board on cell {a}.',
  'cells.invalid': 'Invalid readings: cell {list}.',
  'cells.balancingNone': 'No cell is balancing.',
  'cells.balancingOne': 'Cell {n} is balancing.',
  'cells.balancingToday': 'Cell {n} is balancing, {t} today.',
  'cells.balancingMany': '{n} cells are balancing: {list}.',
  'cells.balancingManyToday': '{n} cells are balancing (today): {list}.',
  'cells.boardNote': 'While a cell balances, the temperature shown is the board’s, not the cell’s.',
  'cells.board': 'board',
  'cells.boardAt': '{c} (board)',
  'cells.hot': 'Its bypass is off: the board is too hot and must cool first.',
  'cells.state.safe': 'safe',
  'cells.state.balancing': 'balancing',
  'cells.state.unknown': 'not known',
  'cells.why.v_high': 'voltage at or above V-max',
  'cells.why.v_low': 'voltage at or below V-min',
  'cells.why.t_high': 'warmer than T-max',
  'cells.why.t_low': 'colder than T-min',
  'cells.bad.voltage': 'voltage invalid',
  'cells.bad.temperature': 'temperature invalid',
  'cells.fault.none': 'no fault',
  'cells.fault.missing': 'missing',
  'cells.fault.too_low': 'impossibly low',
  'cells.fault.too_high': 'impossibly high',
  'cells.fault.sensor_open': 'sensor open',
  'cells.fault.sensor_shorted': 'sensor shorted',
  'cells.fault.not_a_number': 'not a number',
  'cells.fault.converter_off': 'measuring circuit off by more than 3 %',
  'cells.minutes': '{n} min',
  'cells.hours': '{h} h {n} min',
  'cells.extremes': 'Highest and lowest',
  'cells.highest': 'Highest',
  'cells.lowest': 'Lowest',
  'cells.warmest': 'Warmest',
  'cells.coldest': 'Coldest',
  'cells.apart': 'Apart',
  'cells.dayRange': 'Last 24 h: {low} to {high}.',
  'cells.dayMedian': 'Dashed: median of the others.',
  'cells.dayBand': 'Dashed: lowest and highest of all cells.',
  'cells.noDay': 'Nothing is kept of this cell’s last 24 h.',
  'cells.dayFailed': 'The last 24 h could not be read; trying again.',

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
