// SPDX-License-Identifier: Apache-2.0
// Writes down what a pack tells while it is connected: a row a minute, what happened, and the last state of all.
import type { Event, Pack, Settings } from '../api/schema';
import { kMinuteMs, kQuarterMs } from './history/charts';
import { merged, rowOf, type Row } from './history/rows';
import type { Store } from './history/store';

const kFlushMs = 5_000;

export class Recorder {
  #row: Row | null = null;
  #flushedAt = 0;

  constructor(
    readonly store: Store,
    readonly id: string,
    readonly name: string,
  ) {}

  take(pack: Pack, settings: Settings, now: number): void {
    const row = rowOf(pack, now);
    if (!row) return;
    const minute = (at: number) => Math.floor(at / kMinuteMs);
    const last = this.#row;
    if (last && minute(last.at) === minute(now)) this.#row = merged(last, row);
    else {
      if (last) void this.#put(last);
      this.#row = row;
      const quarter = (at: number) => Math.floor(at / kQuarterMs);
      if (!last || quarter(last.at) !== quarter(now)) void this.store.tidy(this.id, now).catch(unwritten);
    }
    if (now - this.#flushedAt >= kFlushMs || now < this.#flushedAt) this.flush(pack, settings, now);
  }

  /** What has not filled its minute yet is written, too: the page may be closed at any moment. */
  flush(pack: Pack, settings: Settings, now: number): void {
    this.#flushedAt = now;
    if (this.#row) void this.#put(this.#row);
    void this.store.keep({ id: this.id, name: this.name, pack, settings }).catch(unwritten);
  }

  #put = (row: Row): Promise<void> => this.store.put('minutes', row).catch(unwritten);

  async happened(events: Event[]): Promise<Event[]> {
    return Promise.all(events.map((event) => this.store.add(event).catch(() => event)));
  }
}

// The disk is full, or the window is private: what is shown now needs none of it.
const unwritten = () => undefined;
