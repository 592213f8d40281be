// SPDX-License-Identifier: Apache-2.0
// What the screens ask of a history, made of its rows, in the shapes of the gateway's API.
import type { Chart, Energy } from '../../api/schema';
import { cellsOf, indexOf, merged, partsOf, seriesNamed, type Row } from './rows';

export const kMinuteMs = 60_000;
export const kQuarterMs = 15 * kMinuteMs;
const kMostPoints = 2000;

export interface Span {
  from: number;
  to: number;
}

/** Whole minutes, and as many that no more points come than are wanted. */
export function stepFor({ from, to }: Span, points: number): number {
  const most = Math.min(Math.max(points, 1), kMostPoints);
  return Math.max(kMinuteMs, Math.ceil((to - from) / most / kMinuteMs) * kMinuteMs);
}

const rounded = (number: number, decimals: number) => Number(number.toFixed(decimals + 1));

/** rows: in order of time; one lies in the point in which it began. */
export function chartOf(rows: Row[], names: string[], span: Span, points: number): Chart {
  const step = stepFor(span, points);
  const begin = Math.floor(span.from / step) * step;
  const summed = new Map<number, Row>();
  for (const row of rows) {
    if (row.at < begin || row.at >= span.to) continue;
    const at = begin + Math.floor((row.at - begin) / step) * step;
    const before = summed.get(at);
    summed.set(at, before ? merged(before, row) : row);
  }
  const times = [...summed.keys()];
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  // Points of which nothing is known are told, so that no line is drawn across them.
  const time = times.length === 0 ? [] : Array.from({ length: (last - first) / step + 1 }, (_, i) => first + i * step);
  const series = names.map((name) => {
    const { unit = '', shape = 'value' as const, decimals = 3 } = seriesNamed(name) ?? {};
    const parts = time.map((at) => {
      const row = summed.get(at);
      return row ? partsOf(row, indexOf(name, cellsOf(row))) : null;
    });
    const line = (which: 0 | 1 | 2) => parts.map((one) => (one ? rounded(one[which], decimals) : null));
    return { name, unit, shape, min: line(0), mean: line(1), max: line(2) };
  });
  return { step_ms: step, time_ms: time, series, bad_blocks: 0 };
}

export type Unit = 'hour' | 'day' | 'week' | 'month' | 'year';

/** The begin of the hour, day, week (Monday), month or year, so many of them later. */
export function borderOf(unit: Unit, time: number, later = 0): number {
  const at = new Date(time);
  if (unit === 'hour') return new Date(at.setMinutes(0, 0, 0)).setHours(at.getHours() + later);
  at.setHours(0, 0, 0, 0);
  if (unit === 'day') return at.setDate(at.getDate() + later);
  if (unit === 'week') return at.setDate(at.getDate() - ((at.getDay() + 6) % 7) + 7 * later);
  if (unit === 'month') return at.setMonth(at.getMonth() + later, 1);
  return at.setFullYear(at.getFullYear() + later, 0, 1);
}

/** From the pack's counters, so that what flowed while nobody listened is counted where it was first seen (EN-1). */
export function energyOf(rows: Row[], unit: Unit, { from, to }: Span): Energy {
  const bars: Energy['bars'] = [];
  for (let at = borderOf(unit, from); at < to; at = borderOf(unit, at, 1)) {
    bars.push({ from: at, to: borderOf(unit, at, 1), in_wh: null, out_wh: null });
  }
  let i = 0;
  rows.forEach((row, index) => {
    while (i < bars.length - 1 && row.at >= (bars[i]?.to ?? 0)) i += 1;
    const bar = bars[i];
    const before = rows[index - 1];
    if (!bar || !before || row.at < bar.from || row.at >= bar.to) return;
    const add = (sum: number | null, a: number | null, b: number | null) =>
      a === null || b === null ? sum : (sum ?? 0) + Math.max(0, b - a);
    bar.in_wh = add(bar.in_wh, before.inWh, row.inWh);
    bar.out_wh = add(bar.out_wh, before.outWh, row.outWh);
  });
  return { bars };
}

/** A line a row: time, then the means, as the gateway exports them (docs/history.md). */
export function csvOf(rows: Row[], names: string[]): string {
  const lines = rows.map((row) => [
    new Date(row.at).toISOString(),
    ...names.map((name) => {
      const parts = partsOf(row, indexOf(name, cellsOf(row)));
      return parts ? rounded(parts[1], seriesNamed(name)?.decimals ?? 3) : '';
    }),
  ].join(','));
  return [['time', ...names].join(','), ...lines, ''].join('\r\n');
}
