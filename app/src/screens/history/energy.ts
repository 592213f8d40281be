// SPDX-License-Identifier: Apache-2.0
// Energy by day, week, month or year (PLUS-3): which bars a page holds, and how tall they stand.
import { get, ofPack } from '../../api/client';
import type { Energy } from '../../api/schema';
import type { View } from './view';

export const kUnits = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof kUnits)[number];
export type Bar = Energy['bars'][number];

const kBars: Record<Unit, number> = { day: 30, week: 26, month: 24, year: 10 };

function back(from: Date, unit: Unit, count: number): Date {
  const at = new Date(from);
  if (unit === 'day') at.setDate(at.getDate() - count);
  if (unit === 'week') at.setDate(at.getDate() - 7 * count);
  // From the first on, as there is no 31st of every month.
  if (unit === 'month') at.setMonth(at.getMonth() - count, 1);
  if (unit === 'year') at.setFullYear(at.getFullYear() - count, 0, 1);
  return at;
}

/** Page 0 ends with now, page 1 lies before it; the gateway widens it to whole days, weeks … */
export function pageOf(unit: Unit, page: number, now: number): View {
  const count = kBars[unit];
  const end = page === 0 ? new Date(now) : back(new Date(now), unit, page * count);
  return { from: back(new Date(now), unit, page * count + count - 1).getTime(), to: end.getTime() };
}

export async function askEnergy(pack: string, unit: Unit, { from, to }: View, signal: AbortSignal): Promise<Bar[]> {
  return (await get<Energy>(ofPack(pack, `energy?unit=${unit}&from=${from}&to=${to}`), signal)).bars;
}

/** A round number at or above: 1, 2 or 5 with zeros. */
export function roundTop(highest: number): number {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 5].find((one) => one * power >= highest) ?? 10) * power;
}

/** null: of none of them anything is known. */
export function sum(bars: Bar[], which: 'in_wh' | 'out_wh'): number | null {
  const known = bars.flatMap((bar) => (bar[which] === null ? [] : [bar[which]]));
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) : null;
}
