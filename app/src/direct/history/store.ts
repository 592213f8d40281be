// SPDX-License-Identifier: Apache-2.0
// The history of the packs that this browser has connected to by itself, in its IndexedDB. Bounded: what is older is dropped.
import type { Event, Pack, Settings, SettingsChanges } from '../../api/schema';
import { kQuarterMs, type Span } from './charts';
import { merged, type Row } from './rows';

export const kMinuteDays = 30;
export const kQuarterDays = 366;
const kDayMs = 86_400_000;

/** A pack and its last state, to be shown, as old, before anything is connected. */
export interface Known {
  id: string;
  name: string;
  pack: Pack | null;
  settings: Settings | null;
}
export type Change = SettingsChanges['changes'][number];

type Table = 'minutes' | 'quarters' | 'events' | 'changes' | 'packs';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const kName = 'cellwarden-direct';

export class Store {
  private constructor(readonly base: IDBDatabase) {}

  static async open(): Promise<Store> {
    const request = indexedDB.open(kName, 1);
    request.onupgradeneeded = () => {
      const base = request.result;
      for (const table of ['minutes', 'quarters'] as const) base.createObjectStore(table, { keyPath: ['pack', 'at'] });
      for (const table of ['events', 'changes'] as const) {
        base.createObjectStore(table, { keyPath: 'id', autoIncrement: true }).createIndex('when', ['pack', 'at']);
      }
      base.createObjectStore('packs', { keyPath: 'id' });
    };
    return new Store(await done(request));
  }

  #in(table: Table, mode: IDBTransactionMode = 'readonly'): IDBObjectStore {
    return this.base.transaction(table, mode).objectStore(table);
  }

  packs(): Promise<Known[]> {
    return done(this.#in('packs').getAll());
  }
  async keep(known: Known): Promise<void> {
    await done(this.#in('packs', 'readwrite').put(known));
  }

  async put(table: 'minutes' | 'quarters', row: Row): Promise<void> {
    await done(this.#in(table, 'readwrite').put(row));
  }
  async add(event: Event): Promise<Event> {
    const { id: _, ...plain } = event;
    return { ...event, id: Number(await done(this.#in('events', 'readwrite').add(plain))) };
  }
  async note(change: Omit<Change, 'id'>): Promise<void> {
    await done(this.#in('changes', 'readwrite').add(change));
  }

  #rows(table: 'minutes' | 'quarters', pack: string, from: number, to: number): Promise<Row[]> {
    return done(this.#in(table).getAll(IDBKeyRange.bound([pack, from], [pack, to], false, true)));
  }

  /** In order of time; coarse: a quarter of an hour is fine enough, as far as there are such. */
  async rows(pack: string, { from, to }: Span, coarse: boolean): Promise<Row[]> {
    const oldest = (await this.#first('minutes', pack)) ?? Infinity;
    const newestQuarter = await this.#last('quarters', pack);
    const quartersEnd = newestQuarter === null ? -Infinity : newestQuarter - (newestQuarter % kQuarterMs) + kQuarterMs;
    // Minutes from where they begin, or behind the last whole quarter.
    const border = coarse ? Math.max(quartersEnd, from) : Math.min(oldest - (oldest % kQuarterMs), Infinity);
    const early = border > from ? await this.#rows('quarters', pack, from, Math.min(border, to)) : [];
    const late = border < to ? await this.#rows('minutes', pack, Math.max(border, from), to) : [];
    return [...early, ...late];
  }

  async #edge(table: 'minutes' | 'quarters', pack: string, direction: IDBCursorDirection): Promise<number | null> {
    const range = IDBKeyRange.bound([pack, 0], [pack, Infinity]);
    const cursor = await done(this.#in(table).openKeyCursor(range, direction));
    return cursor ? (cursor.key as [string, number])[1] : null;
  }
  #first = (table: 'minutes' | 'quarters', pack: string) => this.#edge(table, pack, 'next');
  #last = (table: 'minutes' | 'quarters', pack: string) => this.#edge(table, pack, 'prev');

  async span(pack: string): Promise<{ first: number | null; last: number | null }> {
    const first = (await this.#first('quarters', pack)) ?? (await this.#first('minutes', pack));
    return { first, last: (await this.#last('minutes', pack)) ?? (await this.#last('quarters', pack)) };
  }

  /** Newest first; those with an id below `before`, if it is given. */
  async listed<T extends Event | Change>(
    table: 'events' | 'changes', pack: string, { from, to }: Span, limit: number, wants: (one: T) => boolean,
  ): Promise<T[]> {
    const found: T[] = [];
    const index = this.#in(table).index('when');
    const request = index.openCursor(IDBKeyRange.bound([pack, from], [pack, to], false, true), 'prev');
    for (let cursor = await done(request); cursor && found.length < limit; cursor = await done(request)) {
      if (wants(cursor.value as T)) found.push(cursor.value as T);
      cursor.continue();
    }
    return found;
  }

  /** Sums up what has passed into quarters of an hour, and drops what is too old. */
  async tidy(pack: string, now: number): Promise<void> {
    const last = await this.#last('quarters', pack);
    const from = last === null ? 0 : last - (last % kQuarterMs) + kQuarterMs;
    const quarters = new Map<number, Row>();
    for (const row of await this.#rows('minutes', pack, from, now - (now % kQuarterMs))) {
      const quarter = row.at - (row.at % kQuarterMs);
      const before = quarters.get(quarter);
      quarters.set(quarter, before ? merged(before, row) : row);
    }
    for (const row of quarters.values()) await this.put('quarters', row);
    await this.#drop('minutes', pack, now - kMinuteDays * kDayMs);
    await this.#drop('quarters', pack, now - kQuarterDays * kDayMs);
    await this.#dropListed(pack, now - kQuarterDays * kDayMs);
  }

  async #drop(table: 'minutes' | 'quarters', pack: string, before: number): Promise<void> {
    await done(this.#in(table, 'readwrite').delete(IDBKeyRange.bound([pack, 0], [pack, before], false, true)));
  }

  async #dropListed(pack: string, before: number): Promise<void> {
    for (const table of ['events', 'changes'] as const) {
      const store = this.#in(table, 'readwrite');
      const request = store.index('when').openKeyCursor(IDBKeyRange.bound([pack, 0], [pack, before], false, true));
      for (let cursor = await done(request); cursor; cursor = await done(request)) {
        store.delete(cursor.primaryKey);
        cursor.continue();
      }
    }
  }

  /** The pack and all that was kept of it. */
  async forget(pack: string): Promise<void> {
    await this.#drop('minutes', pack, Infinity);
    await this.#drop('quarters', pack, Infinity);
    await this.#dropListed(pack, Infinity);
    await done(this.#in('packs', 'readwrite').delete(pack));
  }
}
