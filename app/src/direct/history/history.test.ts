// SPDX-License-Identifier: Apache-2.0
// The browser's own history: what a row sums up, and what the screens are told of rows.
import { expect, test } from 'vitest';
import type { Pack } from '../../api/schema';
import { borderOf, chartOf, csvOf, energyOf, kMinuteMs, stepFor } from './charts';
import { cellsOf, indexOf, merged, partsOf, rowOf, type Row } from './rows';

const kNow = Date.UTC(2026, 5, 1, 12);

function pack(soc: number | null, millivolts: number[], more: Partial<Pack> = {}): Pack {
  const cells = Object.fromEntries(millivolts.map((mv, i) => [i + 1, { mv, c: 20, bypass: i === 0 }]));
  return {
    id: '!boat', name: 'Boat', simulated: false, presence: 'live', cycle_ms: 1000, sentence: '', warnings: [], unconfirmed: [],
    currents: null, panel: null, setup: null, chain: null, sensors: null, health: null, identity: null, links: [],
    charge: {
      soc_percent: soc, calibrated: true, capacity_wh: 1000, stored_wh: 500, in_today_wh: 0, out_today_wh: 0,
      in_total_wh: 100, out_total_wh: 40, at: kNow,
    },
    charge_relay: { allowed: true } as Pack['charge_relay'], load_relay: { allowed: false } as Pack['load_relay'],
    extremes: { voltage_min: null, voltage_max: null, temperature_min: null, temperature_max: null },
    cells, cells_at: kNow, data_at: kNow, ...more,
  };
}
const row = (soc: number | null, at: number, more: Partial<Row> = {}): Row =>
  ({ ...(rowOf(pack(soc, [3300, 3310]), at) as Row), ...more });
const soc = (one: Row) => partsOf(one, indexOf('soc', cellsOf(one)));

test('a row holds what the pack told, and nothing of what it did not', () => {
  const one = row(50, kNow);
  expect(cellsOf(one)).toBe(2);
  expect(soc(one)).toEqual([50, 50, 50]);
  expect(partsOf(one, indexOf('cell_v/2', 2))?.[1]).toBeCloseTo(3.31);
  expect(partsOf(one, indexOf('bypass/1', 2))?.[1]).toBe(1);
  expect(partsOf(one, indexOf('load_closed', 2))?.[1]).toBe(0);
  expect(partsOf(one, indexOf('power_w', 2))).toBeNull();
  expect(partsOf(one, indexOf('cell_v/3', 2))).toBeNull();
  expect(partsOf(one, indexOf('nonsense', 2))).toBeNull();
});

test('what is old is not kept (APP-7)', () => {
  expect(rowOf(pack(50, [3300], { presence: 'stale' }), kNow)).toBeNull();
  expect(rowOf(pack(50, [3300], { presence: 'no_data' }), kNow)).toBeNull();
});

test('rows are summed up by how much each holds, and what one does not know comes from the other', () => {
  const both = merged(merged(row(10, kNow), row(20, kNow + 1000)), row(60, kNow + 2000));
  expect(soc(both)).toEqual([10, 30, 60]);
  expect(both.count).toBe(3);
  expect(soc(merged(row(null, kNow), row(20, kNow + 1000)))).toEqual([20, 20, 20]);
  const more = merged(row(10, kNow), rowOf(pack(10, [3300, 3300, 3400]), kNow + 1000) as Row);
  expect(partsOf(more, indexOf('cell_v/3', 3))?.[1]).toBeCloseTo(3.4);
});

test('a chart has a point a minute at the finest, a gap where nothing is known, and lowest and highest beside the mean', () => {
  const rows = [row(10, kNow), row(20, kNow + 30_000), row(50, kNow + 3 * kMinuteMs)];
  const chart = chartOf(rows, ['soc', 'power_w'], { from: kNow, to: kNow + 10 * kMinuteMs }, 500);
  expect(chart.step_ms).toBe(kMinuteMs);
  expect(chart.time_ms).toEqual([0, 1, 2, 3].map((i) => kNow + i * kMinuteMs));
  expect(chart.series[0]).toMatchObject({ name: 'soc', unit: '%', min: [10, null, null, 50], mean: [15, null, null, 50], max: [20, null, null, 50] });
  expect(chart.series[1]?.mean).toEqual([null, null, null, null]);
  expect(chartOf([], ['soc'], { from: kNow, to: kNow + kMinuteMs }, 10).time_ms).toEqual([]);
});

test('no more points than are wanted', () => {
  expect(stepFor({ from: 0, to: 500 * kMinuteMs }, 500)).toBe(kMinuteMs);
  expect(stepFor({ from: 0, to: 501 * kMinuteMs }, 500)).toBe(2 * kMinuteMs);
});

test('energy is counted where it was first seen, and a counter that falls counts nothing', () => {
  const day = borderOf('day', kNow);
  const rows = [
    row(50, day + 1000, { inWh: 100, outWh: 40 }), row(50, day + 3_600_000, { inWh: 150, outWh: 40 }),
    row(50, borderOf('day', day, 1) + 1000, { inWh: 180, outWh: 10 }),
  ];
  const { bars } = energyOf(rows, 'day', { from: day, to: borderOf('day', day, 2) });
  expect(bars.map(({ in_wh, out_wh }) => [in_wh, out_wh])).toEqual([[50, 0], [30, 0]]);
  expect(energyOf([], 'month', { from: day, to: day + 1 }).bars[0]?.in_wh).toBeNull();
});

test('weeks begin on Monday, months and years on their first day', () => {
  const at = new Date(2026, 5, 18, 15, 30).getTime();
  expect(borderOf('week', at)).toBe(new Date(2026, 5, 15).getTime());
  expect(borderOf('month', at, 1)).toBe(new Date(2026, 6, 1).getTime());
  expect(borderOf('year', at)).toBe(new Date(2026, 0, 1).getTime());
  expect(borderOf('hour', at, 1)).toBe(new Date(2026, 5, 18, 16).getTime());
});

test('as CSV: the means, and nothing where nothing is known', () => {
  const text = csvOf([merged(row(10, kNow), row(20, kNow + 1000))], ['soc', 'power_w', 'cell_v/2']);
  expect(text).toBe('time,soc,power_w,cell_v/2\r\n2026-06-01T12:00:00.000Z,15,,3.31\r\n');
});
