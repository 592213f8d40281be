// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Pack, Settings } from '../api/schema';
import * as fixture from '../dev/packs';
import { closed, kNow, openFor } from '../dev/packs';
import type { Freshness, Line } from '../state/house.svelte';
import { about } from './outlook';
import { reasonClause } from './reasons';
import { tell } from './story';

const { aPack, chain, charge, flow, panel, sensors, setup } = fixture;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function told(
  pack: Partial<Pack>,
  settings: Partial<Settings> = {},
  freshness: Freshness = 'live',
  line: Line = 'up',
  now = kNow,
) {
  const { headline, why, tone, hints } = tell(aPack(pack), fixture.someSettings(settings), { freshness, line, now });
  return { headline: plain(headline), why: why.map(plain).join(' '), tone, hints: hints.map(plain) };
}

test('the golden screen: charging 882 W (APP-1)', () => {
  expect(told({})).toEqual({ headline: 'Charging 882 W. Full in about 1.5 h.', why: '', tone: 'calm', hints: [] });
});

test.each<[string, Partial<Pack>, string, string, string]>([
  [
    'full',
    {
      charge_relay: openFor('CH-2', 'lowest_cell_voltage', 6, 3402, 3400),
      currents: flow(54_000, 0, 0),
      extremes: { ...aPack().extremes, voltage_max: { cell: 7, v: 3.41 } },
    },
    'Full: charge relay open until 95 %.',
    'Highest is cell 7 at 3.410 V.',
    'calm',
  ],
  [
    'full, the house draws',
    {
      charge_relay: openFor('CH-12', 'state_of_charge', null, 99_700, 95_000),
      charge: { ...charge, soc_percent: 99.7 },
      currents: flow(54_000, 0, 2_000),
    },
    'Full: charge relay open until 95 %.',
    'Highest is cell 7 at 3.405 V. Discharging 108 W.',
    'calm',
  ],
  [
    'no more full, but not yet down to the restart',
    {
      charge_relay: openFor('CH-12', 'state_of_charge', null, 97_400, 95_000),
      charge: { ...charge, soc_percent: 97.4 },
      currents: flow(53_000, 0, 20_000),
    },
    'Discharging 1.06 kW. Down to 5 % in about 4.5 h.',
    'Charge relay open: until the charge is below 95 %; it is 97.4 %.',
    'notice',
  ],
  [
    'empty',
    {
      load_relay: openFor('LD-12', 'state_of_charge', null, 3_400, 5_000),
      currents: flow(44_000, 0, 0),
      extremes: { ...aPack().extremes, voltage_min: { cell: 6, v: 2.75 } },
    },
    'Empty: load relay open until 5 %.',
    'Lowest is cell 6 at 2.750 V.',
    'notice',
  ],
  ['resting', { currents: flow(53_000, 0, 0) }, 'The battery rests.', '', 'calm'],
  ['current not known', { currents: flow(53_000, null, null) }, 'The battery current is not known.', '', 'notice'],
  [
    'just powered up',
    {
      currents: flow(53_000, 0, 0),
      charge_relay: openFor('RELAY-1', 'restart_delay', null, 5_000, 30_000),
      load_relay: openFor('RELAY-1', 'restart_delay', null, 5_000, 30_000),
    },
    'Both relays are open.',
    'Closing in 25 s if all stays well.',
    'notice',
  ],
  [
    'held by the owner',
    {
      charge_relay: openFor('RELAY-9', 'hold'),
      panel: { ...panel, hold_charge_open: true },
      currents: flow(53_000, 0, 2_000),
    },
    'The owner holds the charge relay open.',
    'Discharging 106 W.',
    'notice',
  ],
  [
    'a clock that is off, which is nobody’s hold',
    {
      charge_relay: openFor('OUT-6', 'clock'),
      load_relay: openFor('OUT-6', 'clock'),
      currents: flow(53_000, 0, 0),
    },
    'Both relays are open.',
    'The OUT board’s clock does not fit the rhythm of the messages: more than 10 % apart.',
    'notice',
  ],
  [
    'Vh',
    {
      warnings: ['Vh'],
      charge_relay: openFor('CH-1', 'highest_cell_voltage', 7, 3652, 3600),
      currents: flow(53_000, 0, 0),
      extremes: { ...aPack().extremes, voltage_max: { cell: 7, v: 3.652 } },
    },
    'Cell 7 is too high: 3.652 V.',
    'Charge relay open: cell 7 is 3.652 V, V-max is 3.600 V. The battery rests.',
    'alarm',
  ],
  [
    'Tl',
    {
      warnings: ['Tl'],
      charge_relay: openFor('CH-3', 'lowest_cell_temperature', 1, 9_500, 10_000),
      load_relay: openFor('LD-2', 'lowest_cell_temperature', 1, 9_500, 10_000),
      currents: flow(53_000, 0, 0),
      extremes: { ...aPack().extremes, temperature_min: { cell: 1, c: 9.5 } },
    },
    'Cell 1 is too cold: 9.5 °C.',
    'Both relays open: cell 1 is 9.5 °C, T-min is 10 °C. The battery rests.',
    'alarm',
  ],
  [
    'a break',
    { warnings: ['E'], chain: { ...chain, break_at_cell: 6, missed: 9 } },
    'No data from cell 6.',
    'Check the wire between cell 6 and cell 7, and the board on cell 6. Both relays are open.',
    'alarm',
  ],
  [
    'a break before the OUT board',
    { warnings: ['E'], chain: { ...chain, break_at_cell: 16 } },
    'No data from cell 16.',
    'Check the board on cell 16 and its wires. Both relays are open.',
    'alarm',
  ],
  [
    'an invalid reading',
    {
      warnings: ['E'],
      chain: { ...chain, invalid_cell: 4 },
      cells: fixture.cellsOf(16, 3343, { 4: { voltage_fault: 'sensor_open' } }),
    },
    'The voltage of cell 4 is invalid: sensor open.',
    'Check the board on cell 4 and its wires. Both relays are open.',
    'alarm',
  ],
  [
    'silence in the chain',
    { warnings: ['E'], chain: { ...chain, missed: 3 } },
    'The cells are not heard.',
    '3 messages missed in a row. Both relays are open.',
    'alarm',
  ],
  [
    'coming back',
    { warnings: ['E'] },
    'The cells are not heard.',
    'Waiting for two good messages in a row. Both relays are open.',
    'alarm',
  ],
  [
    'another number of cells',
    {
      warnings: ['E'],
      chain: { ...chain, cell_count_differs: true },
      setup: { ...setup, cells_found: 15, cells_to_confirm: 15 },
    },
    'Found 15 cells instead of 16.',
    'If 15 is right, confirm it: three short presses of the button on the OUT board, or in Settings. ' +
      'If not, a board was left out or is not heard: a cell that nobody watches is in danger. Both relays are open.',
    'alarm',
  ],
  [
    'a relay did not open',
    {
      panel: { ...panel, charge_did_not_open: true },
      charge_relay: openFor('CH-1', 'highest_cell_voltage', 7, 3652, 3600),
    },
    'Alarm: the charge relay did not open.',
    'Current still flows in. Disconnect the charger by hand, then check the relay and its wires. ' +
      'Charge relay open: cell 7 is 3.652 V, V-max is 3.600 V.',
    'alarm',
  ],
  [
    'one cell balances',
    { cells: fixture.cellsOf(16, 3343, { 7: { mv: 3405, bypass: true } }), setup },
    'Charging 882 W. Full in about 1.5 h.',
    'Cell 7 is balancing at 3.405 V. The charge relay opens when all cells reach 3.400 V.',
    'calm',
  ],
  [
    'a pack that does not say why',
    { charge_relay: { ...openFor(null), inferred: true }, currents: flow(53_000, 0, 0) },
    'The charge relay is open.',
    'The battery does not say why, and its values do not show it.',
    'notice',
  ],
  [
    'a reason that was inferred',
    {
      charge_relay: { ...openFor('CH-1', 'highest_cell_voltage', 7, 3605, 3600), inferred: true },
      currents: flow(53_000, 0, 0),
    },
    'The charge relay is open.',
    'Probably: cell 7 is 3.605 V, V-max is 3.600 V.',
    'notice',
  ],
  [
    'too hot, and the battery does not tell its T-max',
    {
      charge_relay: { ...openFor('CH-4', 'highest_cell_temperature', 3, 61_000, null), inferred: true },
      currents: flow(53_000, 0, 0),
    },
    'The charge relay is open.',
    'Probably: cell 3 is 61 °C, T-max is not told.',
    'notice',
  ],
  [
    'not sure of the charge: no time until full',
    { charge: { ...charge, calibrated: false } },
    'Charging 882 W.',
    'The charge is not certain until the battery has been full once.',
    'notice',
  ],
  [
    'less than the sensors can tell: no time until full',
    { currents: flow(53_500, 3_900, 0) },
    'Charging 208 W.',
    '',
    'calm',
  ],
  [
    'seen once',
    { unconfirmed: ['Vh'] },
    'Charging 882 W. Full in about 1.5 h.',
    'Warning Vh was seen once and is not confirmed yet.',
    'notice',
  ],
  [
    'a sensor beyond its range',
    { sensors: { ...sensors, in_saturated: true } },
    'Charging 882 W. Full in about 1.5 h.',
    'Current sensor I-1 is beyond its range.',
    'notice',
  ],
  [
    'sensors that do not agree (IN-3)',
    { currents: { ...flow(53_500, 18_500, 2_000), battery_ma: 14_400 } },
    'Charging 882 W. Full in about 1.5 h.',
    'What comes in, goes out and enters the battery differs by 2.1 A; the sensors’ accuracy explains 2.0 A.',
    'notice',
  ],
])('%s', (_, pack, headline, why, tone) => expect(told(pack)).toEqual({ headline, why, tone, hints: [] }));

test('sensors within their accuracy are not blamed (IN-3)', () => {
  expect(told({ currents: { ...flow(53_500, 18_500, 2_000), battery_ma: 14_500 } }).why).toBe('');
});

test('nothing old passes for live (APP-7)', () => {
  const later = kNow + 60_000;
  expect(told({}, {}, 'stale', 'up', kNow + 4_000).why).toBe('This was true 4 s ago.');
  expect(told({}, {}, 'no_data', 'up', later)).toMatchObject({ headline: 'No data from this battery.', tone: 'alarm' });
  expect(told({}, {}, 'no_data', 'down', later)).toMatchObject({
    headline: 'The gateway is not heard.',
    why: 'The boards on the battery go on protecting it. Last known state: 1 min ago.',
  });
  expect(told({}, {}, 'no_data', 'connecting', later)).toMatchObject({
    headline: 'Connecting to the gateway …',
    why: 'Last known state: 1 min ago.',
    tone: 'notice',
  });
  expect(told({ data_at: null, presence: 'never' }, {}, 'no_data').headline).toBe(
    'Nothing has come from this battery yet.',
  );
});

test('the factory PIN is a hint, not an alarm', () => {
  expect(told({}, { factory_pin: true })).toMatchObject({
    tone: 'calm',
    hints: ['The PIN is still 1234: change it in Settings.'],
  });
});

test.each([
  [0.1, 'a few minutes'],
  [0.2, 'about 10 min'],
  [0.95, 'about 55 min'],
  [0.98, 'about 1 h'],
  [1.42, 'about 1.5 h'],
  [1.99, 'about 2 h'],
  [12.4, 'about 12 h'],
])('%f h is %s', (hours, text) => expect(plain(about(hours))).toBe(text));

const kClauses: [string, Parameters<typeof openFor>[1], 'charge' | 'load', number, number, string][] = [
  ['CH-1', 'highest_cell_voltage', 'charge', 3652, 3600, 'cell 7 is 3.652 V, V-max is 3.600 V'],
  ['CH-2', 'lowest_cell_voltage', 'charge', 3401, 3400, 'full; even the lowest, cell 7, is 3.401 V'],
  ['CH-3', 'lowest_cell_temperature', 'charge', 9_000, 10_000, 'cell 7 is 9 °C, T-min is 10 °C'],
  ['CH-4', 'highest_cell_temperature', 'charge', 80_100, 80_000, 'cell 7 is 80.1 °C, T-max is 80 °C'],
  ['CH-5', 'communication', 'charge', 3, 3, 'the cells are not heard'],
  ['CH-11', 'highest_cell_voltage', 'charge', 3400, 3400, 'cell 7 is 3.400 V; all must be below V-bypass, 3.400 V'],
  ['CH-12', 'state_of_charge', 'charge', 95_000, 95_000, 'until the charge is below 95 %; it is 95 %'],
  ['CH-13', 'highest_cell_voltage', 'charge', 3600, 3600, 'cell 7 is 3.600 V; all must be below V-max, 3.600 V'],
  ['CH-14', 'nearest_temperature', 'charge', 10_000, 10_000, 'cell 7 is 10 °C, not yet clear of its limit 10 °C'],
  ['CH-15', 'communication', 'charge', 0, 3, 'the cells are not heard'],
  ['LD-1', 'lowest_cell_voltage', 'load', 2700, 2700, 'cell 7 is 2.700 V, V-min is 2.700 V'],
  ['LD-2', 'lowest_cell_temperature', 'load', -1_500, 0, 'cell 7 is −1.5 °C, T-min is 0 °C'],
  ['LD-3', 'highest_cell_temperature', 'load', 81_000, 80_000, 'cell 7 is 81 °C, T-max is 80 °C'],
  ['LD-4', 'communication', 'load', 3, 3, 'the cells are not heard'],
  ['LD-11', 'lowest_cell_voltage', 'load', 2700, 2700, 'cell 7 is 2.700 V; all must be above V-min, 2.700 V'],
  ['LD-12', 'state_of_charge', 'load', 3_400, 5_000, 'until the charge reaches 5 %; it is 3.4 %'],
  ['LD-13', 'nearest_temperature', 'load', 80_000, 80_000, 'cell 7 is 80 °C, not yet clear of its limit 80 °C'],
  ['LD-14', 'communication', 'load', 0, 3, 'the cells are not heard'],
  ['RELAY-1', 'restart_delay', 'charge', 5_000, 600_000, 'closing in 9 min if all stays well'],
  ['RELAY-1', 'highest_cell_voltage', 'charge', 3560, 3550, 'cell 7 is 3.560 V; it closes below 3.550 V'],
  ['RELAY-1', 'lowest_cell_voltage', 'load', 2750, 2800, 'cell 7 is 2.750 V; it closes above 2.800 V'],
  ['RELAY-9', 'hold', 'load', 0, 0, 'held open by the owner'],
  ['OUT-6', 'clock', 'load', 0, 0, 'the OUT board’s clock does not fit the rhythm of the messages: more than 10 % apart'],
];
test.each(kClauses)('%s about %s', (rule, subject, relay, value, limit, text) => {
  const [reason] = openFor(rule, subject, 7, value, limit).reasons;
  expect(reason && plain(reasonClause(reason, relay))).toBe(text);
});

test('a closed relay needs no reason', () => expect(told({ charge_relay: closed, load_relay: closed }).why).toBe(''));
