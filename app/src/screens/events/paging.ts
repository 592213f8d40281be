// SPDX-License-Identifier: Apache-2.0
// Two tables, events and changes of settings, that come page by page, newest first, and are shown as one.

export interface Stamped {
  id: number;
  at: number;
}

/** What has come of one table, newest first. before: of the next page; undefined: not asked; null: all is here. */
export interface Stream<T extends Stamped> {
  items: T[];
  before: number | null | undefined;
}

export const nothingYet = <T extends Stamped>(): Stream<T> => ({ items: [], before: undefined });
/** A table that is not asked for, since none of it is wanted. */
export const notWanted = <T extends Stamped>(): Stream<T> => ({ items: [], before: null });

const newestFirst = (a: Stamped, b: Stamped) => b.at - a.at || b.id - a.id;

/** With the next older page. */
export function older<T extends Stamped>(stream: Stream<T>, page: T[], next: number | null): Stream<T> {
  const known = new Set(stream.items.map((item) => item.id));
  return { items: [...stream.items, ...page.filter((item) => !known.has(item.id))], before: next };
}

/** With the newest page, read again. If it does not reach what was here, that is left: it can be read again. */
export function renewed<T extends Stamped>(stream: Stream<T>, page: T[], next: number | null): Stream<T> {
  const known = new Set(stream.items.map((item) => item.id));
  const meets = next === null || page.some((item) => known.has(item.id));
  if (stream.before === undefined || !meets) return { items: page, before: next };
  const added = page.filter((item) => !known.has(item.id));
  return { items: [...added, ...stream.items].sort(newestFirst), before: stream.before };
}

/** What is older than this has not come from every table; -Infinity: all has. */
export function completeFrom(streams: Stream<Stamped>[]): number {
  return Math.max(...streams.map(({ items, before }) => {
    if (before === null) return -Infinity;
    return items.at(-1)?.at ?? Infinity;
  }));
}

/** Which to ask for the next page: the one that holds the others up; -1: all is here. */
export function nextToAsk(streams: Stream<Stamped>[]): number {
  const from = completeFrom(streams);
  return from === -Infinity ? -1 : streams.findIndex((one) => one.before !== null && (one.items.at(-1)?.at ?? Infinity) === from);
}
