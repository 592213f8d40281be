// SPDX-License-Identifier: Apache-2.0
// All packs of the gateway as they are now, kept true by the live stream, and who is looking. Beside them those that this
// browser has connected to by itself.
import { get, ofPack } from '../api/client';
import { listen } from '../api/live';
import { mergeInto } from '../api/merge';
import type { Bank, Event, Pack, Session, Settings } from '../api/schema';
import { clock } from './clock.svelte';

export type Line = 'connecting' | 'up' | 'down';

// What a pack must not be silent for: then no old number passes for a live one (APP-7).
const kNoDataMs = 20_000;
const kStaleCycles = 3;

/** Ids of packs that this browser has connected to by itself begin so (src/direct). */
export const kDirect = '!';
export const isDirect = (id: string): boolean => id.startsWith(kDirect);

class House {
  /** Of the gateway. */
  told = $state<Record<string, Pack>>({});
  /** Of this browser. */
  direct = $state.raw<Record<string, Pack>>({});
  packs = $derived({ ...this.told, ...this.direct });
  bank = $state<Bank | null>(null);
  settings = $state<Record<string, Settings>>({});
  session = $state<Session | null>(null);
  line = $state<Line>('connecting');
  /** When the gateway was heard last (gateway's clock); null: never. */
  heardAt = $state<number | null>(null);
  /** Events since the page was opened, newest first. */
  fresh = $state<Event[]>([]);
  /** Whether the last question who is looking was answered. */
  #answers = $state(true);
  /** The gateway answers, and shows this browser nothing. */
  signedOut = $derived(this.line === 'down' && this.#answers && this.session?.role === 'anyone');

  start(): () => void {
    void this.refreshSession();
    return listen({
      snapshot: ({ at, packs, bank }) => {
        this.told = Object.fromEntries(packs.map((pack) => [pack.id, pack]));
        this.bank = bank;
        this.#heard(at);
        for (const pack of packs) void this.refreshSettings(pack.id);
      },
      change: ({ id, at, changes }) => {
        const pack = this.told[id];
        if (pack) mergeInto(pack, changes);
        this.#heard(at);
      },
      bank: (bank) => (this.bank = bank),
      settings: ({ id, settings }) => (this.settings[id] = settings),
      event: (event) => (this.fresh = [event, ...this.fresh].slice(0, 100)),
      state: (state) => {
        // It did not come back: the gateway may be there, and only this browser not be signed in (any more).
        if (state === 'down' && this.line === 'down') void this.refreshSession();
        this.line = state;
      },
    });
  }

  /** Nobody stands between this browser and a pack that it has connected to by itself. */
  lineOf = (pack: string): Line => (isDirect(pack) ? 'up' : this.line);
  isOwnerOf = (pack: string): boolean => isDirect(pack) || this.session?.role === 'owner';

  /** The settings of a pack; unchanged when they cannot be read. */
  async refreshSettings(id: string): Promise<void> {
    try {
      this.settings[id] = await get<Settings>(ofPack(id, 'settings'));
    } catch {
      // Screens that need them say so; the limits on pictures are left out meanwhile.
    }
  }

  async refreshSession(): Promise<void> {
    try {
      this.session = await get<Session>('/api/v1/session');
      this.#answers = true;
    } catch {
      this.#answers = false;
    }
  }

  #heard(at: number): void {
    this.heardAt = at;
    clock.heard(at);
  }
}

export const house = new House();

export type Freshness = 'live' | 'stale' | 'no_data';

/** How far a value may be believed that was read at `at` (UTC ms; null: never) in a pack with this cycle. */
export function freshness(at: number | null | undefined, cycleMs: number, now: number): Freshness {
  if (at === null || at === undefined) return 'no_data';
  const age = now - at;
  if (age >= kNoDataMs) return 'no_data';
  return age > kStaleCycles * cycleMs ? 'stale' : 'live';
}

/** Of a whole pack: what the gateway says of it, and not better than the line to the gateway. */
export function freshnessOf(pack: Pack, line: Line, now: number): Freshness {
  if (pack.presence === 'never' || pack.presence === 'no_data') return 'no_data';
  const age = freshness(pack.data_at, pack.cycle_ms, now);
  return age === 'live' && (pack.presence === 'stale' || (line !== 'up' && !isDirect(pack.id))) ? 'stale' : age;
}

/** A setting's value in its unit; null: not known. */
export function settingOf(settings: Settings | undefined, name: string): number | null {
  const value = settings?.settings[name as keyof typeof settings.settings]?.value;
  return typeof value === 'number' ? value : null;
}
