// SPDX-License-Identifier: Apache-2.0
// Which time is looked at, and how it is moved: a minute to ten years, never beyond now (PLUS-3).

/** UTC ms since 1970; to is exclusive. */
export interface View {
  from: number;
  to: number;
}

export const kMinute = 60_000;
export const kHour = 60 * kMinute;
export const kDay = 24 * kHour;
export const kYear = 365.25 * kDay;
export const kShortest = kMinute;
export const kLongest = 10 * kYear;

export const kPresets = ['hour', 'day', 'week', 'month', 'year', 'all'] as const;
export type Preset = (typeof kPresets)[number];
const kSpans: Record<Exclude<Preset, 'all'>, number> = {
  hour: kHour,
  day: kDay,
  week: 7 * kDay,
  month: 30 * kDay,
  year: kYear,
};

export const spanOf = (view: View): number => view.to - view.from;

/** The last hour, day … until now; all: from the first reading on (null: nothing is kept). */
export function presetView(preset: Preset, first: number | null, now: number): View {
  if (preset !== 'all') return { from: now - kSpans[preset], to: now };
  return held({ from: first ?? now - kDay, to: now }, now);
}

/** As asked for, but neither too short nor too long, and not beyond now. */
export function held(view: View, now: number): View {
  const span = Math.min(Math.max(spanOf(view), kShortest), kLongest);
  const middle = (view.from + view.to) / 2;
  const to = Math.round(Math.min(Math.max(middle + span / 2, now - 2 * kLongest), now));
  return { from: Math.round(to - span), to };
}

/** Spans factor times as long; what is at `at` stays where it is. */
export function zoomed(view: View, factor: number, at: number, now: number): View {
  const span = Math.min(Math.max(spanOf(view) * factor, kShortest), kLongest);
  const share = (at - view.from) / spanOf(view);
  return held({ from: at - share * span, to: at + (1 - share) * span }, now);
}

/** Later by this share of what is seen; earlier if negative. */
export function moved(view: View, share: number, now: number): View {
  const by = share * spanOf(view);
  return held({ from: view.from + by, to: view.to + by }, now);
}

/** Whether the newest reading is in sight, so that the view goes on with the time. */
export const reachesNow = (view: View, now: number): boolean => now - view.to <= Math.max(2000, spanOf(view) * 0.002);

/** Two fingers at these places (shares of the width) hold what was below them. */
export function pinched(before: View, start: [number, number], end: [number, number], now: number): View {
  const width = Math.max(0.02, Math.abs(end[1] - end[0]));
  const factor = Math.max(0.02, Math.abs(start[1] - start[0])) / width;
  const span = Math.min(Math.max(spanOf(before) * factor, kShortest), kLongest);
  const at = before.from + ((start[0] + start[1]) / 2) * spanOf(before);
  const from = at - ((end[0] + end[1]) / 2) * span;
  return held({ from, to: from + span }, now);
}

/** What a key does; null: nothing of ours. */
export function byKey(key: string, view: View, first: number | null, now: number): View | null {
  const middle = reachesNow(view, now) ? view.to : (view.from + view.to) / 2;
  const span = spanOf(view);
  const start = first ?? view.from;
  switch (key) {
    case 'ArrowLeft': return moved(view, -0.2, now);
    case 'ArrowRight': return moved(view, 0.2, now);
    case 'PageUp': return moved(view, -1, now);
    case 'PageDown': return moved(view, 1, now);
    case '+': case '=': case 'ArrowUp': return zoomed(view, 0.5, middle, now);
    case '-': case 'ArrowDown': return zoomed(view, 2, middle, now);
    case 'Home': return held({ from: start, to: start + span }, now);
    case 'End': return held({ from: now - span, to: now }, now);
    default: return null;
  }
}

/** The preset that a view is, if it ends now. */
export function presetOf(view: View, first: number | null, now: number): Preset | null {
  if (!reachesNow(view, now)) return null;
  const near = (one: Preset) => {
    const span = spanOf(presetView(one, first, now));
    return Math.abs(spanOf(view) - span) <= Math.max(2000, span * 0.002);
  };
  return kPresets.find(near) ?? null;
}

/** Where an address leads: "from" and "to", or "span" until now, and "cells"; a day if it says nothing of use. */
export function startFrom(query: URLSearchParams, now: number): { view: View; cells: number[] } {
  const number = (name: string) => Number(query.get(name) ?? NaN);
  const cells = (query.get('cells') ?? '').split(',').map(Number).filter((cell) => Number.isInteger(cell) && cell > 0);
  const [from, to, span] = [number('from'), number('to'), number('span')];
  if (from < to) return { view: held({ from, to }, now), cells };
  return { view: held({ from: now - (span > 0 ? span : kDay), to: now }, now), cells };
}

export function toQuery(view: View, follows: boolean, cells: number[]): Record<string, string> {
  const time = follows ? { span: String(spanOf(view)) } : { from: String(view.from), to: String(view.to) };
  return { ...time, ...(cells.length > 0 ? { cells: cells.join(',') } : {}) };
}
