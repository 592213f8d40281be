// SPDX-License-Identifier: Apache-2.0
// Events as marks on the time axis: those that would lie on each other are one, told by the gravest.
import { get, ofPack } from '../../api/client';
import type { Event, Events } from '../../api/schema';
import { spanOf, type View } from './view';

export const kMostEvents = 500;

export interface Mark {
  /** Share of the width. */
  at: number;
  severity: Event['severity'];
  /** Newest first. */
  events: Event[];
}

const kRank = { info: 0, warning: 1, alarm: 2 } as const;
export const kSymbols: Record<Event['severity'], string> = { info: '●', warning: '▲', alarm: '✕' };

/** Newest first, at most kMostEvents. */
export async function askEvents(pack: string, view: View, signal: AbortSignal): Promise<Event[]> {
  const query = `events?from=${view.from}&to=${view.to}&limit=${kMostEvents}`;
  return (await get<Events>(ofPack(pack, query), signal)).events;
}

export const within = (events: Event[], view: View): Event[] =>
  events.filter(({ at }) => at >= view.from && at < view.to);

/** In order of time; least: the least distance of two marks, as a share of the width. */
export function marksOf(events: Event[], view: View, least: number): Mark[] {
  const span = spanOf(view);
  const marks: Mark[] = [];
  for (const event of [...within(events, view)].sort((a, b) => a.at - b.at || a.id - b.id)) {
    const at = (event.at - view.from) / span;
    const before = marks.at(-1);
    if (!before || at - before.at > least) {
      marks.push({ at, severity: event.severity, events: [event] });
      continue;
    }
    before.events.unshift(event);
    if (kRank[event.severity] > kRank[before.severity]) before.severity = event.severity;
  }
  return marks;
}
