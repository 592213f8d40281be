// SPDX-License-Identifier: Apache-2.0
// What the history says of the cells: the last 24 h of one against the others, and how long each balanced today.
import { get, ofPack } from '../../api/client';
import type { Chart } from '../../api/schema';

export const kDayMs = 86_400_000;
// Of more others than these the median would cost a long answer: then the pack's own band is drawn.
export const kMostOthers = 32;

export type Line = (number | null)[];

export interface CellDay {
  time: number[];
  cell: Line;
  /** Median of the others; null: too many cells, see low and high. */
  median: Line | null;
  low: Line;
  high: Line;
  temperature: Line;
  /** Share of each point's time. */
  bypass: Line;
  /** How long it balanced; null: not known, as of a pack that does not tell. */
  balancedMs: number | null;
}

export function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const inOrder = [...values].sort((a, b) => a - b);
  const middle = inOrder.length >> 1;
  const upper = inOrder[middle] ?? 0;
  return inOrder.length % 2 === 1 ? upper : ((inOrder[middle - 1] ?? 0) + upper) / 2;
}

/** Point by point; a point at which none of them is known stays a gap. */
export function medianLine(lines: Line[], points: number): Line {
  return Array.from({ length: points }, (_, i) =>
    median(lines.flatMap((line) => (typeof line[i] === 'number' ? [line[i] as number] : []))),
  );
}

export function seriesFor(cell: number, cells: number[]): string[] {
  const others = cells.length - 1 <= kMostOthers ? cells.filter((one) => one !== cell) : [];
  const names = [`cell_v/${cell}`, `cell_c/${cell}`, `bypass/${cell}`, 'cell_v_min', 'cell_v_max'];
  return [...names, ...others.map((one) => `cell_v/${one}`)];
}

export function dayFrom(chart: Chart): CellDay {
  const means = chart.series.map((one) => one.mean);
  const points = chart.time_ms.length;
  const [cell = [], temperature = [], bypass = [], low = [], high = [], ...others] = means;
  const lowest = chart.series[3]?.min ?? low;
  const highest = chart.series[4]?.max ?? high;
  return {
    time: chart.time_ms,
    cell,
    temperature,
    bypass,
    balancedMs: bypass.some((share) => share !== null) ? onFor(chart, 2) : null,
    low: lowest,
    high: highest,
    median: others.length > 0 ? medianLine(others, points) : null,
  };
}

export async function askDay(
  pack: string, cell: number, cells: number[], now: number, signal: AbortSignal,
): Promise<CellDay> {
  const names = seriesFor(cell, cells).join(',');
  const query = `history?series=${names}&from=${now - kDayMs}&to=${now}&points=240`;
  return dayFrom(await get<Chart>(ofPack(pack, query), signal));
}

// Between single readings further apart than this nothing is known.
const kLongestGapMs = 60_000;

/** Milliseconds that a flag was on: the mean is the share of each point's time; single readings hold until the next. */
export function onFor(chart: Chart, index: number): number {
  const times = chart.time_ms;
  return (chart.series[index]?.mean ?? []).reduce<number>((sum, share, i) => {
    const next = times[i + 1];
    const here = times[i] ?? 0;
    const length = chart.step_ms > 0 ? chart.step_ms : next === undefined ? 0 : Math.min(next - here, kLongestGapMs);
    return sum + (share ?? 0) * length;
  }, 0);
}

/** How long each of these cells balanced since `from`, in ms. */
export async function askBalanced(
  pack: string, cells: number[], from: number, to: number, signal: AbortSignal,
): Promise<Map<number, number>> {
  const names = cells.map((one) => `bypass/${one}`).join(',');
  const chart = await get<Chart>(ofPack(pack, `history?series=${names}&from=${from}&to=${to}&points=288`), signal);
  return new Map(cells.map((cell, i) => [cell, onFor(chart, i)]));
}
