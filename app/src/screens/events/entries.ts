// SPDX-License-Identifier: Apache-2.0
// The lines of the list: events and changes of settings together, newest first, and how long each lasted.
import type { Event, Pack, SettingsChanges } from '../../api/schema';
import { endedBy, endOf } from './groups';

export type Change = SettingsChanges['changes'][number];

/** lasted: from its beginning to its end, on both; still: it holds now; single: it lasts no time, or nobody knows. */
export type Span = { kind: 'lasted' | 'ended'; ms: number } | { kind: 'still' } | { kind: 'single' };

interface Common {
  key: string;
  at: number;
  span: Span;
}
export type Entry = (Common & { event: Event }) | (Common & { change: Change });

/** Where the id is not told (the live stream comes before it), the rest says which one it is. */
const sameness = ({ kind, at, number, value }: Event) => `${kind} ${at} ${number} ${value}`;

/** Stored events and those that the live stream told, each once, newest first. */
export function together(stored: Event[], fresh: Event[]): Event[] {
  const known = new Set(stored.map(sameness));
  const more = fresh.filter((event) => !known.has(sameness(event)) && known.add(sameness(event)));
  if (more.length === 0) return stored;
  return [...more, ...stored].sort((a, b) => b.at - a.at || (b.id || Infinity) - (a.id || Infinity) || 0);
}

/** Whether what such an event began holds now; the pack must be heard, or nobody knows. */
export function holdsNow(kind: string, pack: Pack, live: boolean): boolean {
  if (kind === 'link_let_go') return pack.links.some((link) => link.state === 'let_go');
  if (kind === 'no_data') return pack.presence === 'no_data';
  if (!live) return false;
  const open = ({ closed, allowed }: Pack['charge_relay']) => (closed === null ? !allowed : !closed);
  if (kind === 'charge_relay_opened') return open(pack.charge_relay);
  if (kind === 'load_relay_opened') return open(pack.load_relay);
  if (kind === 'communication_lost') return pack.warnings.includes('E');
  const name = /^warning_(\w+)_began$/.exec(kind)?.[1];
  return pack.warnings.some((one) => one === name);
}

/** events: newest first. */
function spansOf(events: Event[], holds: (kind: string) => boolean): Map<Event, Span> {
  const spans = new Map<Event, Span>();
  // What ended or began again later, by the kind that begins it.
  const later = new Map<string, Event>();
  for (const event of events) {
    const begun = endOf(event.kind);
    if (begun) later.set(begun, event);
    if (!endedBy(event.kind)) continue;
    const next = later.get(event.kind);
    if (!next) {
      if (holds(event.kind)) spans.set(event, { kind: 'still' });
    } else if (next.kind !== event.kind) {
      spans.set(event, { kind: 'lasted', ms: next.at - event.at });
      spans.set(next, { kind: 'ended', ms: next.at - event.at });
    }
    later.set(event.kind, event);
  }
  return spans;
}

export function entriesOf(events: Event[], changes: Change[], holds: (kind: string) => boolean): Entry[] {
  const spans = spansOf(events, holds);
  const single: Span = { kind: 'single' };
  const all: Entry[] = [
    ...events.map((event) => ({ key: `e ${sameness(event)} ${event.id}`, at: event.at, span: spans.get(event) ?? single, event })),
    ...changes.map((change) => ({ key: `c ${change.id}`, at: change.at, span: single, change })),
  ];
  return all.sort((a, b) => b.at - a.at);
}

export interface Day {
  /** Its midnight, in this browser's time zone. */
  begin: number;
  entries: Entry[];
}

export function byDay(entries: Entry[]): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const begin = new Date(entry.at).setHours(0, 0, 0, 0);
    const last = days.at(-1);
    if (last?.begin === begin) last.entries.push(entry);
    else days.push({ begin, entries: [entry] });
  }
  return days;
}

const kOfCells = new Set(['reading_invalid', 'cell_frozen', 'break_located', 'communication_lost']);

/** The cell that an event is about; null: none. A relay's reason names it in the gateway's sentence alone. */
export function cellOf(event: Event): number | null {
  if (kOfCells.has(event.kind)) return event.number || null;
  if (!event.kind.endsWith('_relay_opened')) return null;
  return Number(/\bcell (\d+)/.exec(event.sentence)?.[1] ?? 0) || null;
}
