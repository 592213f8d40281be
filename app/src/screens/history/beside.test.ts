// SPDX-License-Identifier: Apache-2.0
// What stands beside the charts (PLUS-3): events as marks, CSV, energy by day to year, the address.
import { expect, test } from 'vitest';
import type { Event } from '../../api/schema';
import { csvOf, fileName } from './csv';
import { pageOf, roundTop, sum } from './energy';
import { marksOf } from './marks';
import { pastFrom, type Line } from './series';
import { kDay, startFrom, toQuery } from './view';

const kNow = new Date(2026, 10, 26, 12).getTime();
const event = (id: number, at: number, severity: Event['severity'] = 'info'): Event =>
  ({ id, at, severity, pack: 'p', kind: 'x', number: 0, value: 0, limit: 0, sentence: '', simulated: false });

test('events that would lie on each other are one mark, as grave as the gravest', () => {
  const events = [event(4, 900), event(3, 110, 'alarm'), event(2, 105, 'warning'), event(1, 100), event(0, 5000)];
  const marks = marksOf(events, { from: 0, to: 1000 }, 0.02);
  expect(marks.map(({ at, severity }) => [at, severity])).toEqual([[0.1, 'alarm'], [0.9, 'info']]);
  expect(marks[0]?.events.map(({ id }) => id), 'newest first').toEqual([3, 2, 1]);
});

const pastOf = (step: number, min: Line, mean: Line, max: Line) => pastFrom({
  step_ms: step, time_ms: [0, 1000, 2000], bad_blocks: 0,
  series: [{ name: 'soc', unit: '%', shape: 'value', min, mean, max }],
}, { from: 0, to: 3000 }, kNow);

test('CSV of single readings is what the gateway reads back; nothing is written where nothing is known', () => {
  const line = [50.1, null, 50.3];
  expect(csvOf(pastOf(0, line, line, line), { from: 0, to: 3000 }).split('\r\n')).toEqual([
    'time,soc', '1970-01-01T00:00:00.000Z,50.1', '1970-01-01T00:00:01.000Z,', '1970-01-01T00:00:02.000Z,50.3', '']);
});

test('CSV of summed up readings has mean, lowest and highest, and only what is seen', () => {
  const past = pastOf(1000, [1, 2, 3], [4, 5, 6], [7, 8, 9]);
  expect(csvOf(past, { from: 1001, to: 2000 }).split('\r\n')).toEqual([
    'time,soc_mean,soc_min,soc_max', '1970-01-01T00:00:01.000Z,5,2,8', '']);
  expect(fileName('hut', { from: 0, to: 60_000 })).toBe('hut_1970-01-01T0000_1970-01-01T0001.csv');
});

test('pages of energy follow each other without a gap, and end with now', () => {
  const day = (at: number) => new Date(at).toDateString();
  expect(day(pageOf('day', 0, kNow).from)).toBe('Wed Oct 28 2026');
  expect(pageOf('day', 0, kNow).to).toBe(kNow);
  expect(day(pageOf('day', 1, kNow).to), 'exclusive, widened to the whole day').toBe('Tue Oct 27 2026');
  expect(day(pageOf('month', 0, new Date(2026, 4, 31).getTime()).from)).toBe('Sat Jun 01 2024');
  expect(day(pageOf('year', 0, kNow).from)).toBe('Sun Jan 01 2017');
});

test('bars: unknown is not zero, and the axis ends with a round number', () => {
  const bars = [{ from: 0, to: 1, in_wh: null, out_wh: null }, { from: 1, to: 2, in_wh: 5, out_wh: null }];
  expect(sum(bars, 'in_wh')).toBe(5);
  expect(sum(bars, 'out_wh')).toBeNull();
  expect([0, 3, 20, 21, 4300].map(roundTop)).toEqual([1, 5, 20, 50, 5000]);
});

test('an address leads back to the same view', () => {
  const of = (query: Record<string, string>) => startFrom(new URLSearchParams(query), kNow);
  const view = { from: kNow - 3 * kDay, to: kNow - kDay };
  expect(of(toQuery(view, false, [3, 7]))).toEqual({ view, cells: [3, 7] });
  expect(of(toQuery({ from: kNow - 9000 - kDay, to: kNow - 9000 }, true, [])).view.to).toBe(kNow);
  expect(of({ from: 'x', cells: 'a,-1,0' })).toEqual({ view: { from: kNow - kDay, to: kNow }, cells: [] });
});
