// SPDX-License-Identifier: Apache-2.0
// Reads what the charts want to show. One question at a time: while one moves on, the answer to the last one is drawn,
// and then the next one is asked for where one has come to.
import type { Event } from '../../api/schema';
import { clock } from '../../state/clock.svelte';
import { askEvents } from './marks';
import { askPast, covers, wanted, type Past } from './series';
import type { View } from './view';

const kSoonMs = 40;
const kAgainMs = 5_000;

export interface Wish {
  pack: string;
  cells: number[];
  view: View;
  /** Of the time axis, in px. */
  width: number;
}

export class Reading {
  past = $state.raw<Past | null>(null);
  events = $state.raw<Event[]>([]);
  failed = $state(false);

  #wish: Wish | null = null;
  #answers = '';
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  want(wish: Wish): void {
    const other = this.#wish?.pack !== wish.pack;
    this.#wish = wish;
    if (other) {
      this.stop();
      this.past = null;
      this.events = [];
    }
    if (this.#asking === null) this.#soon(kSoonMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asking?.abort();
    this.#asking = null;
  }

  #isAnswered({ pack, cells, view }: Wish): boolean {
    return this.#answers === `${pack} ${cells.join()}` && covers(this.past, view, clock.now);
  }

  #soon(ms: number): void {
    if (this.#timer !== undefined || !this.#wish || this.#isAnswered(this.#wish)) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, ms);
  }

  async #ask(): Promise<void> {
    const wish = this.#wish;
    if (!wish) return;
    const asking = (this.#asking = new AbortController());
    const { now } = clock;
    const { view, points } = wanted(wish.view, wish.width, now);
    try {
      const [past, events] = await Promise.all([
        askPast(wish.pack, wish.cells, view, points, now, asking.signal),
        askEvents(wish.pack, view, asking.signal),
      ]);
      if (asking.signal.aborted) return;
      this.#answers = `${wish.pack} ${wish.cells.join()}`;
      this.past = past;
      this.events = events;
      this.failed = false;
    } catch {
      if (asking.signal.aborted) return;
      this.failed = true;
    }
    this.#asking = null;
    this.#soon(this.failed ? kAgainMs : 0);
  }
}
