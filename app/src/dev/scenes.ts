// SPDX-License-Identifier: Apache-2.0
// Packs in the states that a person can meet, for the page /dev/states and for tests.
import type { Pack } from '../api/schema';
import type { Heard } from '../story/story';
import { aPack, cellsOf, chain, charge, closed, flow, kNow, openFor, panel, sensors, setup } from './packs';

export interface Scene {
  name: string;
  pack: Pack;
  heard?: Partial<Heard>;
}

const extremes = aPack().extremes;
const scene = (name: string, more: Partial<Pack>, heard?: Partial<Heard>): Scene => ({
  name,
  pack: aPack(more),
  ...(heard ? { heard } : {}),
});
const balancing = { 7: { mv: 3405, c: 31, bypass: true } };
const tooHigh = openFor('CH-1', 'highest_cell_voltage', 7, 3652, 3600);
const waits = openFor('RELAY-1', 'restart_delay', null, 5_000, 30_000);
const noE = {
  charge_relay: openFor('CH-5', 'communication', null, 3, 3),
  load_relay: openFor('LD-4', 'communication', null, 3, 3),
};

export const kScenes: Scene[] = [
  scene('charging, one cell balances', { cells: cellsOf(16, 3343, balancing) }),
  scene('discharging', { currents: flow(51_200, 0, 14_000) }),
  scene('sun and battery feed the house', { currents: flow(51_200, 6_000, 14_000) }),
  scene('resting', { currents: flow(53_000, 0, 0) }),
  scene('full', {
    charge_relay: openFor('CH-2', 'lowest_cell_voltage', 6, 3402, 3400),
    charge: { ...charge, soc_percent: 100, stored_wh: 5000 },
    currents: flow(54_600, 0, 2_000),
    cells: cellsOf(16, 3408, { 7: { mv: 3414, bypass: true }, 3: { mv: 3411, bypass: true } }),
  }),
  scene('empty', {
    load_relay: openFor('LD-12', 'state_of_charge', null, 3_400, 5_000),
    charge: { ...charge, soc_percent: 3.4, stored_wh: 170 },
    currents: flow(46_000, 0, 0),
    extremes: { ...extremes, voltage_min: { cell: 6, v: 2.75 } },
  }),
  scene('a cell too high', {
    warnings: ['Vh'],
    charge_relay: tooHigh,
    cells: cellsOf(16, 3420, { 7: { mv: 3652, bypass: true } }),
    extremes: { ...extremes, voltage_max: { cell: 7, v: 3.652 } },
    currents: flow(54_900, 0, 2_000),
  }),
  scene('a wire broken', { warnings: ['E'], chain: { ...chain, break_at_cell: 6, missed: 9 }, ...noE }),
  scene('a cell left out', {
    warnings: ['E'],
    chain: { ...chain, cell_count_differs: true },
    setup: { ...setup, cells_found: 15, cells_to_confirm: 15 },
    ...noE,
  }),
  scene('a relay did not open', {
    charge_relay: tooHigh,
    panel: { ...panel, charge_did_not_open: true },
    warnings: ['Vh'],
  }),
  scene('held by the owner', {
    charge_relay: openFor('RELAY-9', 'hold'),
    load_relay: openFor('RELAY-9', 'hold'),
    panel: { ...panel, hold_charge_open: true, hold_load_open: true },
    currents: flow(53_000, 0, 0),
  }),
  scene('just powered up', { charge_relay: waits, load_relay: waits, currents: flow(53_000, 0, 0) }),
  scene('one sensor', { currents: flow(53_000, -8_000, null), setup: { ...setup, second_sensor: false } }),
  scene('beyond the configured peaks', { currents: flow(53_500, 48_000, 26_000) }),
  scene('sensors that do not agree', { currents: { ...flow(53_500, 18_500, 2_000), battery_ma: 9_000 } }),
  scene('much to say', {
    charge: { ...charge, calibrated: false },
    unconfirmed: ['Tl'],
    sensors: { ...sensors, in_saturated: true, out_zeroing: 'running' },
    setup: { ...setup, switch_8: true },
    charge_relay: { ...openFor('CH-11', 'highest_cell_voltage', 7, 3405, 3400), inferred: true },
    load_relay: closed,
  }),
  scene('4 s old', {}, { freshness: 'stale', now: kNow + 4_000 }),
  scene('no data', { presence: 'no_data' }, { freshness: 'no_data', now: kNow + 95_000 }),
  scene('the gateway lost', {}, { freshness: 'no_data', line: 'down', now: kNow + 7_500_000 }),
  scene(
    'never heard',
    {
      presence: 'never',
      data_at: null,
      cells_at: null,
      currents: null,
      charge: null,
      cells: {},
      setup: null,
      chain: null,
      panel: null,
      sensors: null,
      charge_relay: { ...closed, allowed: false, closed: null, at: null },
      load_relay: { ...closed, allowed: false, closed: null, at: null },
      extremes: { voltage_min: null, voltage_max: null, temperature_min: null, temperature_max: null },
    },
    { freshness: 'no_data' },
  ),
];
