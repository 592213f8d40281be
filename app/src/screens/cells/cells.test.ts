// SPDX-License-Identifier: Apache-2.0
import { beforeAll, expect, test, vi } from 'vitest';
import type { Chart, Pack } from '../../api/schema';
import { axisOf, heightOf } from './axis';
import { dayFrom, median, medianLine, onFor, seriesFor } from './day';
import type * as States from './states';

let states: typeof States;
beforeAll(async () => {
  vi.stubGlobal('window', { addEventListener: () => undefined });
  states = await import('./states');
});

const kLimits = { vMin: 2800, vBypass: 3400, vMax: 3600, tMin: -20, tMax: 75 };
const packOf = (cells: Pack['cells']) => ({ cells, cells_at: 5000, warnings: [] as Pack['warnings'] }) as unknown as Pack;
const cell = (mv: number | null, c = 20, bypass = false) => ({ mv, c, bypass });
const views = (...all: ReturnType<typeof cell>[]) =>
  states.viewsOf(packOf(Object.fromEntries(all.map((one, i) => [String(i + 1), one]))), kLimits);

test('a cell at a limit is outside as the warnings say (WARN-2 to WARN-5)', () => {
  const voltages = [cell(3600), cell(3599), cell(2800), cell(2801)];
  const found = views(...voltages, cell(3300, 75), cell(3300, 75.1), cell(3300, -21));
  expect(found.map((one) => one.why)).toEqual(['v_high', null, 'v_low', null, null, 't_high', 't_low']);
});

test('balancing, invalid and unread cells are told apart', () => {
  const pack = packOf({
    '2': { ...cell(3405, 31, true), at: 4000 },
    '10': { ...cell(null), voltage_fault: 'sensor_open' },
    '1': null,
  });
  const found = states.viewsOf(pack, kLimits);
  expect(found.map((one) => [one.number, one.state, one.at])).toEqual([
    [1, 'unknown', null], [2, 'balancing', 4000], [10, 'invalid', 5000],
  ]);
});

test('order: highest first, unknown last', () => {
  const found = views(cell(3300), cell(null), cell(3400));
  expect(states.sorted(found, 'voltage').map((one) => one.number)).toEqual([3, 1, 2]);
});

test('extremes leave out what is not known', () => {
  const found = states.extremesOf(views(cell(3331), cell(null), cell(3405)));
  expect([found.lowest?.number, found.highest?.number, found.apartMv]).toEqual([1, 3, 74]);
  expect(states.extremesOf([]).apartMv).toBeNull();
});

test('the axis holds the cells and the thresholds near them, and names the others', () => {
  const axis = axisOf(views(cell(3331), cell(3405)), kLimits);
  expect(axis.lines.map((line) => line.name)).toEqual(['vBypass', 'vMax']);
  expect(axis.beyond.map((line) => line.name)).toEqual(['vMin']);
  expect(heightOf(3331, axis)).toBeGreaterThan(0.1);
  expect(heightOf(3600, axis)).toBeLessThan(1);
  expect(heightOf(9999, axis)).toBe(1);
});

test('a far threshold is drawn when none is nearer', () => {
  const axis = axisOf(views(cell(2000)), kLimits);
  expect(axis.lines.map((line) => line.name)).toEqual(['vMin']);
});

test('median, also point by point with gaps', () => {
  expect([median([]), median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([null, 2, 2.5]);
  expect(medianLine([[1, null, null], [3, 5, null]], 3)).toEqual([2, 5, null]);
});

const chart = (step: number, time: number[], means: (number | null)[][]): Chart => ({
  step_ms: step, time_ms: time, bad_blocks: 0,
  series: means.map((mean) => ({ name: '', unit: '', shape: 'value', min: mean, mean, max: mean })),
});

test('the others are asked for while they are few; the band stands in for many', () => {
  expect(seriesFor(2, [1, 2, 3])).toEqual([
    'cell_v/2', 'cell_c/2', 'bypass/2', 'cell_v_min', 'cell_v_max', 'cell_v/1', 'cell_v/3']);
  const many = Array.from({ length: 255 }, (_, i) => i + 1);
  expect(seriesFor(7, many)).toHaveLength(5);
  expect(dayFrom(chart(1000, [0], [[1], [2], [0], [3], [4]])).median).toBeNull();
  expect(dayFrom(chart(1000, [0], [[1], [2], [0], [3], [4], [5], [7]])).median).toEqual([6]);
});

test('how long a flag was on: shares of points, or single readings that hold for a minute at most', () => {
  expect(onFor(chart(300_000, [0, 300_000], [[0.5, 1]]), 0)).toBe(450_000);
  expect(onFor(chart(0, [0, 1000, 600_000], [[1, 1, 1]]), 0)).toBe(61_000);
  const balanced = (bypass: (number | null)[]) => dayFrom(chart(60_000, [0, 60_000], [[1, 1], [20, 21], bypass, [1, 1], [1, 1]])).balancedMs;
  expect([balanced([0.5, 1]), balanced([0, 0]), balanced([null, null])]).toEqual([90_000, 0, null]);
});

test('a break is told behind the cell that no data comes from (CHAIN-6)', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  const { breakSentence } = await import('./sentences');
  expect(breakSentence(6, 16)).toContain('between cell 6 and cell 7');
  expect(breakSentence(16, 16)).toContain('between cell 16 and the OUT board');
});

test('while warning E holds no cell passes for safe (APP-7)', () => {
  const pack = { ...packOf({ '1': cell(3300), '2': cell(3600) }), warnings: ['E'] } as Pack;
  const found = states.viewsOf(pack, kLimits);
  expect(found.map((one) => [one.state, one.stale])).toEqual([['unknown', true], ['outside', true]]);
});

test('without data no cell passes for safe either (APP-7)', () => {
  const found = states.viewsOf(packOf({ '1': cell(3300) }), kLimits, false);
  expect(found.map((one) => [one.state, one.stale, one.mv])).toEqual([['unknown', true, 3300]]);
});
