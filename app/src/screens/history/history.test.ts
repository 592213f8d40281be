// SPDX-License-Identifier: Apache-2.0
// PLUS-3: from a minute to ten years, gaps stay gaps, nothing is asked for twice.
import { expect, test } from 'vitest';
import type { Chart } from '../../api/schema';
import { chartsOf, places } from './drawings';
import { pieces } from './lanes';
import { rangeOf, scaleOf, type Drawing } from './plot';
import { alone, covers, extremes, middles, pastFrom, tabled, wanted, type Line } from './series';
import {
  byKey, held, kDay, kHour, kLongest, kMinute, kShortest,
  moved, pinched, presetOf, presetView, reachesNow, spanOf, zoomed,
} from './view';

const kNow = Date.UTC(2026, 10, 26, 12);
const day = { from: kNow - kDay, to: kNow };

const chart = (time: number[], step: number, lines: Record<string, Line>): Chart => ({
  step_ms: step,
  time_ms: time,
  bad_blocks: 0,
  series: Object.entries(lines).map(([name, line]) => (
    { name, unit: '', shape: 'value', min: line, mean: line, max: line })),
});

test('a view is never shorter than a minute, longer than ten years or beyond now', () => {
  expect(spanOf(zoomed(day, 1e-9, kNow - kHour, kNow))).toBe(kShortest);
  expect(spanOf(zoomed(day, 1e9, kNow - kHour, kNow))).toBe(kLongest);
  expect(held({ from: kNow, to: kNow + kDay }, kNow)).toEqual(day);
  expect(moved(day, 3, kNow)).toEqual(day);
});

test('what is below the pointer stays there while one zooms', () => {
  const at = day.from + kDay / 4;
  const closer = zoomed(day, 0.5, at, kNow);
  expect((at - closer.from) / spanOf(closer)).toBeCloseTo(0.25, 6);
});

test('two fingers hold what was below them', () => {
  const seen = pinched(day, [0.4, 0.6], [0.2, 0.8], kNow);
  expect(spanOf(seen)).toBeCloseTo(kDay / 3, -1);
  const at = (share: number) => seen.from + share * spanOf(seen);
  expect(at(0.2)).toBeCloseTo(day.from + 0.4 * kDay, -1);
  expect(at(0.8)).toBeCloseTo(day.from + 0.6 * kDay, -1);
});

test('keys move and zoom; others are left to the browser', () => {
  expect(byKey('ArrowLeft', day, null, kNow)).toEqual({ from: day.from - kDay / 5, to: day.to - kDay / 5 });
  expect(byKey('+', day, null, kNow)).toEqual({ from: kNow - kDay / 2, to: kNow });
  expect(byKey('Home', day, kNow - 9 * kDay, kNow)?.from).toBe(kNow - 9 * kDay);
  expect(byKey('End', moved(day, -4, kNow), null, kNow)).toEqual(day);
  expect(byKey('Tab', day, null, kNow)).toBeNull();
});

test('a preset is known again only while it ends now', () => {
  expect(presetOf(presetView('week', null, kNow), null, kNow)).toBe('week');
  expect(presetOf(moved(day, -0.5, kNow), null, kNow)).toBeNull();
  expect(presetView('all', kNow - 3 * kDay, kNow).from).toBe(kNow - 3 * kDay);
  expect(reachesNow(day, kNow + kMinute)).toBe(true);
  expect(reachesNow(day, kNow + kHour)).toBe(false);
});

test('more is read than is seen, so that moving it shows something at once', () => {
  const then = moved(day, -10, kNow);
  const { view, points } = wanted(then, 400, kNow);
  expect(view.from).toBe(then.from - kDay / 2);
  expect(view.to).toBe(then.to + kDay / 2);
  expect(points).toBe(800);
  const past = pastFrom(chart([], 1000, {}), view, kNow);
  expect(covers(past, then, kNow)).toBe(true);
  expect(covers(past, moved(then, 0.4, kNow), kNow)).toBe(true);
  expect(covers(past, moved(then, 0.6, kNow), kNow)).toBe(false);
  expect(covers(past, moved(then, -0.6, kNow), kNow)).toBe(false);
  expect(covers(past, zoomed(then, 0.5, then.from, kNow), kNow), 'too coarse').toBe(false);
});

test('the newest reading is asked for again after a while', () => {
  const past = pastFrom(chart([], 60_000, {}), wanted(day, 400, kNow).view, kNow);
  const later = (ms: number) => covers(past, { from: day.from + ms, to: day.to + ms }, kNow + ms);
  expect(later(60_000)).toBe(true);
  expect(later(120_000)).toBe(false);
});

test('the extremes are those of what is seen', () => {
  const past = pastFrom(chart([0, 1000, 2000, 3000], 0, { soc: [1, 50, null, 99] }), { from: 0, to: 4000 }, kNow);
  expect(extremes(past, 'soc', 'soc', { from: 500, to: 2500 })).toEqual({ low: 50, high: 50 });
  expect(extremes(past, 'soc', 'soc', { from: 1500, to: 2500 })).toBeNull();
});

test('a point is drawn in the middle of the time that it sums up', () => {
  expect(middles(pastFrom(chart([1000, 3000], 2000, {}), day, kNow))).toEqual([2000, 4000]);
  expect(middles(pastFrom(chart([1000, 3000], 0, {}), day, kNow))).toEqual([1000, 3000]);
});

test('a point without neighbours is a dot, as no line leads to it', () => {
  expect(alone([1, null, 2, null, 3, 4, null])).toEqual([0, 2]);
});

test('relays and warnings: neighbours alike are one piece, and a gap stays a gap', () => {
  const past = pastFrom(chart([0, 10, 20, 30, 40], 10, { x: [1, 1, 0, null, 0.5] }), { from: 0, to: 50 }, kNow);
  const [on, off, half, ...more] = pieces(past, past.lines.get('x')?.mean ?? [], { from: 0, to: 50 });
  expect(on).toEqual({ begin: 0, end: 0.4, share: 1 });
  expect(off).toMatchObject({ share: 0 });
  expect(off?.end).toBeCloseTo(0.6);
  expect(half).toMatchObject({ begin: 0.8, share: 0.5 });
  expect(more).toEqual([]);
});

test('between single readings far apart nothing is known of a relay', () => {
  const past = pastFrom(chart([0, 3_600_000], 0, { x: [1, 1] }), { from: 0, to: 7_200_000 }, kNow);
  const found = pieces(past, [1, 1], { from: 0, to: 7_200_000 });
  expect(found).toHaveLength(2);
  expect(found[0]?.end).toBeLessThan(0.002);
});

test('an axis holds what is seen, and noise does not fill it', () => {
  expect(rangeOf({ low: 0, high: 100 }, 40, 60)).toEqual([0, 100]);
  const [low, high] = rangeOf({ least: 0.02 }, 3.3, 3.301);
  expect(high - low).toBeGreaterThan(0.02);
  expect((low + high) / 2).toBeCloseTo(3.3005);
  expect(rangeOf({ least: 20, withZero: true }, 100, 500)[0]).toBeLessThanOrEqual(0);
});

test('labels have the digits that tell them apart', () => {
  expect([5, 2.5, 0.5, 0.05, 0.025].map(places)).toEqual([0, 1, 1, 2, 3]);
});

test('rows of a table are steps that a person counts in', () => {
  expect(tabled({ from: kNow + 1, to: kNow + 2 * kHour }, 48)).toEqual(
    { view: { from: kNow, to: kNow + 2 * kHour - 1 }, points: 24 });
  expect(tabled(day, 48).points).toBe(48);
  const years = tabled({ from: kNow - kLongest, to: kNow }, 48);
  expect(years.points).toBeLessThanOrEqual(49);
  expect((spanOf(years.view) + 1) % (years.points * kDay)).toBe(0);
});

test('a chart tells the extremes of what is seen, or the values that are pointed at', () => {
  const past = pastFrom(chart([0, 1000], 0, {
    cell_v_min: [3.2, 3.25], cell_v_max: [3.3, 3.35], 'cell_v/3': [3.21, null],
  }), { from: 0, to: 2000 }, kNow);
  const volts = chartsOf(past, [3]).find(({ id }) => id === 'volts');
  const tells = (index: number | null) => volts?.tells({ from: 0, to: 2000 }, index).replaceAll('\u00a0', ' ');
  expect(tells(null)).toBe('3.200 V … 3.350 V');
  expect(tells(0)).toBe('3.200 V … 3.300 V · Cell 3 3.210 V');
  expect(tells(1)).toBe('3.250 V … 3.350 V · Cell 3 –');
  expect(chartsOf(past, [])[0]?.tells({ from: 0, to: 2000 }, null), 'nothing is known').toBe('');
});

test('where nothing is known the axis has no numbers, unless it is a fixed one', () => {
  const drawing = (range: Drawing['range']): Drawing => (
    { band: { colour: '', high: [], low: [] }, lines: [], range, label: (value) => `${value} V` });
  const numbers = (range: Drawing['range'], low: number | null, high: number | null) => {
    const scale = scaleOf(drawing(range));
    scale.range(null as never, low as number, high as number, 'y');
    return (scale.values as (...all: unknown[]) => string[])(null, [1, 2], 1, 0, 1);
  };
  expect(numbers({ least: 0.02 }, null, null)).toEqual(['', '']);
  expect(numbers({ least: 0.02 }, 1, 2)).toEqual(['1 V', '2 V']);
  expect(numbers({ low: 0, high: 100 }, null, null)).toEqual(['1 V', '2 V']);
});
