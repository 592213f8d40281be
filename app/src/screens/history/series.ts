// SPDX-License-Identifier: Apache-2.0
// What the charts ask the gateway for, and what they draw of its answer (docs/api.md, PLUS-3).
import { get, ofPack } from '../../api/client';
import type { Chart, HistorySpan } from '../../api/schema';
import { spanOf, type View } from './view';

export type Line = (number | null)[];
/** Everything of one time: each line is as long as time. */
export interface Past {
  /** What was asked for; more than is seen, so that moving it shows something at once. */
  asked: View;
  askedAt: number;
  /** 0: single readings; else point i sums up time[i] … + step. */
  step: number;
  time: number[];
  lines: Map<string, { min: Line; mean: Line; max: Line; unit: string }>;
  /** Damaged blocks that were left out. */
  bad: number;
}

export const kRelays = ['charge_closed', 'load_closed'] as const;
export const kWarnings = ['warning_e', 'warning_vh', 'warning_vl', 'warning_th', 'warning_tl'] as const;
const kAlways = [
  'soc', 'power_w', 'cell_v_min', 'cell_v_max', 'cell_c_min', 'cell_c_max', ...kRelays, ...kWarnings, 'simulated',
];
export const kMostCells = 4;
const kMostPoints = 2000;

export const seriesFor = (cells: number[]): string[] => [
  ...kAlways,
  ...cells.flatMap((cell) => [`cell_v/${cell}`, `cell_c/${cell}`]),
];

/** Half of what is seen on either side, and about a point per pixel. */
export function wanted(view: View, width: number, now: number): { view: View; points: number } {
  const span = spanOf(view);
  const from = Math.round(view.from - span / 2);
  const to = Math.min(Math.round(view.to + span / 2), now + 1000);
  const points = Math.round((Math.max(width, 100) * (to - from)) / span);
  return { view: { from, to }, points: Math.min(points, kMostPoints) };
}

/** Whether what was read still shows this view well: all of it is there, finely enough, and the newest is fresh. */
export function covers(past: Past | null, view: View, now: number): boolean {
  if (!past) return false;
  const span = spanOf(view);
  const share = spanOf(past.asked) / span;
  if (past.asked.from > view.from || share > 3) return false;
  const showsNewest = view.to > past.askedAt - past.step;
  if (!showsNewest) return past.asked.to >= view.to;
  return now - past.askedAt <= Math.max(2000, span / 1000) && past.asked.to >= Math.min(view.to, past.askedAt);
}

export function pastFrom(chart: Chart, asked: View, askedAt: number): Past {
  const lines = chart.series.map(({ name, min, mean, max, unit }) => [name, { min, mean, max, unit }] as const);
  return { asked, askedAt, step: chart.step_ms, time: chart.time_ms, lines: new Map(lines), bad: chart.bad_blocks };
}

export const addressOfChart = (pack: string, cells: number[], view: View, points: number): string =>
  ofPack(pack, `history?series=${seriesFor(cells).join(',')}&from=${view.from}&to=${view.to}&points=${points}`);

export async function askPast(
  pack: string, cells: number[], view: View, points: number, now: number, signal?: AbortSignal,
): Promise<Past> {
  return pastFrom(await get<Chart>(addressOfChart(pack, cells, view, points), signal), view, now);
}

export const askSpan = (pack: string, signal?: AbortSignal): Promise<HistorySpan> =>
  get<HistorySpan>(ofPack(pack, 'history/span'), signal);

/** Where each point is drawn: in the middle of the time that it sums up. */
export const middles = (past: Past): number[] =>
  past.step === 0 ? past.time : past.time.map((at) => at + past.step / 2);

export const lineOf = (past: Past, name: string, which: 'min' | 'mean' | 'max'): Line =>
  past.lines.get(name)?.[which] ?? past.time.map(() => null);

/** First and one past the last point that is seen. */
export function seen(past: Past, view: View): [number, number] {
  const at = (i: number) => past.time[i] ?? Infinity;
  let first = 0;
  while (first < past.time.length && at(first) + past.step < view.from) first += 1;
  let end = first;
  while (end < past.time.length && at(end) < view.to) end += 1;
  return [first, end];
}

/** Lowest and highest of what is seen; null: nothing is known. */
export function extremes(past: Past, low: string, high: string, view: View): { low: number; high: number } | null {
  const [first, end] = seen(past, view);
  const known = (line: Line) => line.slice(first, end).filter((value): value is number => value !== null);
  const lows = known(lineOf(past, low, 'min'));
  const highs = known(lineOf(past, high, 'max'));
  if (lows.length === 0 || highs.length === 0) return null;
  return { low: Math.min(...lows), high: Math.max(...highs) };
}

/** Points with nothing known beside them: no line goes there, so they are drawn as dots. */
export function alone(line: Line): number[] {
  const missing = (i: number) => (line[i] ?? null) === null;
  return line.flatMap((value, i) => (value !== null && missing(i - 1) && missing(i + 1) ? [i] : []));
}

const kSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]
  .map((seconds) => seconds * 1000);

/** As many whole steps as fit into so many rows; a step is one that a person counts in. */
export function tabled(view: View, rows: number): { view: View; points: number } {
  const span = spanOf(view);
  const day = 86_400_000;
  const step = kSteps.find((one) => span / one <= rows) ?? Math.ceil(span / rows / day) * day;
  const from = Math.floor(view.from / step) * step;
  const points = Math.ceil((view.to - from) / step);
  // A millisecond less: else the gateway would widen its steps to hold the end, too.
  return { view: { from, to: from + points * step - 1 }, points };
}
