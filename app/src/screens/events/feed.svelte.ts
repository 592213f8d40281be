// SPDX-License-Identifier: Apache-2.0
// What has come of a pack's events and of the changes of its settings, and how more of it is asked for.
import { get, ofPack } from '../../api/client';
import type { Event, Events, SettingsChanges } from '../../api/schema';
import type { Change } from './entries';
import { kindsOf, type Group } from './groups';
import { completeFrom, nextToAsk, nothingYet, notWanted, older, renewed, type Stamped, type Stream } from './paging';

const kPage = 100;

export type Wanted = Group | 'all';

export class Feed {
  events = $state.raw<Stream<Event>>(nothingYet());
  changes = $state.raw<Stream<Change>>(nothingYet());
  /** asking: for the next page. failed: it did not come; asked again when somebody wants it, or by itself. */
  state = $state<'idle' | 'asking' | 'failed'>('idle');
  #stop = new AbortController();

  constructor(
    readonly pack: string,
    readonly wanted: Wanted,
  ) {
    if (wanted !== 'all' && wanted !== 'settings') this.changes = notWanted();
  }

  /** Entries older than this may be missing. */
  get from(): number {
    return completeFrom(this.#streams());
  }
  get complete(): boolean {
    return nextToAsk(this.#streams()) < 0;
  }
  get asked(): boolean {
    return this.from < Infinity;
  }

  /** The next older page, of what holds the rest up. */
  async more(): Promise<void> {
    if (this.state === 'asking' || this.complete) return;
    await this.#busy(async () => {
      const first = !this.asked;
      // At the start both tables are asked, so that something can be shown.
      do await this.#older(nextToAsk(this.#streams()));
      while (first && !this.asked);
    });
  }

  /** The newest pages again: something has happened, or the gateway was away. */
  async renew(): Promise<void> {
    if (!this.asked || this.state === 'asking') return;
    await this.#busy(async () => {
      const { events, next_before } = await this.#eventsPage();
      this.events = renewed(this.events, events, next_before);
      await this.#renewChanges();
    });
  }

  /** Nothing tells of changes of settings, so they are looked at again. */
  async renewChanges(): Promise<void> {
    if (this.asked && this.state !== 'asking') await this.#busy(() => this.#renewChanges());
  }

  end(): void {
    this.#stop.abort();
  }

  async #older(which: number): Promise<void> {
    if (which === 0) {
      const { events, next_before } = await this.#eventsPage(this.events.before);
      this.events = older(this.events, events, next_before);
    } else if (which === 1) {
      const { changes, next_before } = await this.#changesPage(this.changes.before);
      this.changes = older(this.changes, changes, next_before);
    }
  }

  async #renewChanges(): Promise<void> {
    if (this.wanted !== 'all' && this.wanted !== 'settings') return;
    const { changes, next_before } = await this.#changesPage();
    this.changes = renewed(this.changes, changes, next_before);
  }

  async #busy(work: () => Promise<void>): Promise<void> {
    this.state = 'asking';
    try {
      await work();
      this.state = 'idle';
    } catch {
      if (!this.#stop.signal.aborted) this.state = 'failed';
    }
  }

  #streams(): Stream<Stamped>[] {
    return [this.events, this.changes];
  }

  #eventsPage(before?: number | null): Promise<Events> {
    const kinds = this.wanted === 'all' ? {} : { kinds: kindsOf(this.wanted).join() };
    return get(this.#address('events', before, kinds), this.#stop.signal);
  }

  #changesPage(before?: number | null): Promise<SettingsChanges> {
    return get(this.#address('settings-changes', before), this.#stop.signal);
  }

  #address(what: string, before?: number | null, more: Record<string, string> = {}): string {
    const query = new URLSearchParams({ limit: String(kPage), ...more });
    if (before) query.set('before', String(before));
    return ofPack(this.pack, `${what}?${query}`);
  }
}
