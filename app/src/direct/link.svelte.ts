// SPDX-License-Identifier: Apache-2.0
// The connection of this browser to one BMS, without a gateway (APP-4): the radio below, the engine above, and the pack that
// comes of it put where all screens look for packs.
import { wasm } from 'virtual:direct';
import { ApiProblem } from '../api/client';
import type { Pack, Settings } from '../api/schema';
import { house, isDirect, kDirect } from '../state/house.svelte';
import { Engine, type Outcome } from './engine';
import { Store, type Known } from './history/store';
import { Channel, choose, RadioProblem } from './radio';
import { Recorder } from './recorder';
import { direct, type DirectKey } from './words/words.svelte';

const kAgainS = [1, 2, 4, 8, 16, 30];

/** The id of a pack of this name: it goes into addresses, and into the ids of what a screen shows. */
export function idOf(name: string, known: Pick<Known, 'id' | 'name'>[]): string {
  const same = known.find((one) => one.name === name);
  if (same) return same.id;
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'battery';
  const taken = new Set(known.map(({ id }) => id));
  let id = kDirect + plain;
  for (let n = 2; taken.has(id); n += 1) id = `${kDirect}${plain}-${n}`;
  return id;
}

/** As it was told last, and that is all: nothing is connected. */
function asLeft({ pack }: Known, sentence: string): Pack | null {
  if (!pack) return null;
  const links = pack.links.map((link) => ({ ...link, state: 'let_go' as const, sentence, signed_in: false, device: null }));
  return { ...pack, presence: 'no_data', links };
}

class DirectLink {
  /** missing: this app was built without the module. connecting: also between two tries. */
  state = $state<'idle' | 'choosing' | 'connecting' | 'connected' | 'missing'>('idle');
  /** The pack that is, or is being, connected; empty: none. */
  id = $state('');
  name = $state('');
  /** Why it did not work the last time; null: nothing is wrong. */
  problem = $state<DirectKey | null>(null);
  unproven = $state(false);
  known = $state.raw<Known[]>([]);

  #engine: Engine | null = null;
  #store: Promise<Store> | undefined;
  #recorder: Recorder | null = null;
  #device: BluetoothDevice | null = null;
  #channel: Channel | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #settle: ((outcome: Outcome) => void) | null = null;
  #orders: Promise<unknown> = Promise.resolve();
  #settings = '';

  store(): Promise<Store> {
    this.#store ??= Store.open();
    return this.#store;
  }

  /** The packs of which this browser keeps something, as they were left. */
  async recall(): Promise<void> {
    if (wasm === null) this.state = 'missing';
    this.known = await this.store().then((store) => store.packs()).catch(() => []);
    for (const one of this.known) {
      const pack = one.id === this.id ? null : asLeft(one, direct('why.reload'));
      if (!pack) continue;
      house.direct = { ...house.direct, [one.id]: pack };
      if (one.settings) house.settings[one.id] = one.settings;
    }
  }

  /** Only from within a click: the browser asks the person which device. */
  async connect(name: string): Promise<void> {
    if (wasm === null) return;
    this.problem = null;
    this.state = 'choosing';
    let device: BluetoothDevice | null;
    try {
      device = await choose();
    } catch {
      device = null;
      this.problem = 'no.radio';
    }
    if (!device) return void (this.state = 'idle');
    this.state = 'connecting';
    this.#engine ??= await Engine.load(wasm);
    this.id = idOf(name, this.known);
    this.name = name;
    this.unproven = false;
    this.#tries = 0;
    this.#device = device;
    this.#settings = '';
    this.#engine.begin(this.id, name, device.name ?? 'Bluetooth');
    this.#engine.allowUnproven(false);
    const store = await this.store().catch(() => null);
    this.#recorder = store && new Recorder(store, this.id, name);
    this.#pump();
    await this.#open();
  }

  async #open(): Promise<void> {
    const device = this.#device;
    if (!device || !this.#engine) return;
    this.state = 'connecting';
    try {
      const channel = await Channel.open(device, { bytes: (bytes) => this.#hear(bytes), closed: () => this.#lost('why.ended') });
      if (this.#device !== device) return channel.close();
      this.#channel = channel;
      this.state = 'connected';
      this.problem = null;
      this.#engine.open(channel.ours);
      this.#pump();
    } catch (problem) {
      if (this.#device === device) this.#lost(problem instanceof RadioProblem ? `why.${problem.why}` : 'why.refused');
    }
  }

  #hear(bytes: Uint8Array): void {
    this.#tries = 0;
    this.#engine?.hear(bytes);
    this.#pump();
  }

  // It is tried again, forever, with longer and longer pauses.
  #lost(why: DirectKey): void {
    this.#channel = null;
    this.problem = why;
    this.state = 'connecting';
    this.#engine?.lost(direct(why));
    this.#pump();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.#open(), (kAgainS[Math.min(this.#tries, kAgainS.length - 1)] ?? 30) * 1000);
    this.#tries += 1;
  }

  /** Frees the device for somebody else. What was read stays, and grows old. */
  disconnect(): void {
    clearTimeout(this.#again);
    this.#device = null;
    this.#channel?.close();
    this.#channel = null;
    this.#engine?.letGo();
    this.#pump();
    clearTimeout(this.#timer);
    this.state = 'idle';
    this.problem = null;
    const id = this.id;
    this.id = '';
    void this.#leave(id);
  }

  // Its last state, now as one that is not connected.
  async #leave(id: string): Promise<void> {
    this.known = await this.store().then((store) => store.packs()).catch(() => this.known);
    const pack = house.direct[id];
    const left = pack && asLeft({ id, name: pack.name, pack, settings: null }, direct('why.off'));
    if (left) house.direct = { ...house.direct, [id]: left };
  }

  async forget(id: string): Promise<void> {
    if (id === this.id) this.disconnect();
    await (await this.store()).forget(id);
    this.known = this.known.filter((one) => one.id !== id);
    const { [id]: _, ...rest } = house.direct;
    house.direct = rest;
  }

  allowUnproven(allowed: boolean): void {
    this.unproven = allowed;
    this.#engine?.allowUnproven(allowed);
    this.#show(false);
  }

  get engine(): Engine {
    if (!this.#engine || !this.id) throw new ApiProblem(503, 'no_connection', 'This browser is not connected to it.');
    return this.#engine;
  }

  /** begin: gives the engine one order. One at a time; the others wait their turn. */
  order(begin: (engine: Engine) => void): Promise<Outcome> {
    const next = this.#orders.then(() => new Promise<Outcome>((resolve) => {
      this.#settle = resolve;
      begin(this.engine);
      this.#pump();
    }));
    this.#orders = next.catch(() => undefined);
    return next;
  }

  #pump(): void {
    try {
      this.#step();
    } catch (problem) {
      this.#broken();
      throw problem;
    }
  }

  // The module has stopped: what it says from now on would mean nothing.
  #broken(): void {
    const id = this.id;
    this.#engine = null;
    this.disconnect();
    this.#settle?.({ error: { code: 'dropped', sentence: '' } });
    this.#settle = null;
    this.problem = 'why.broken';
    void this.#leave(id);
  }

  #step(): void {
    const engine = this.#engine;
    if (!engine) return;
    engine.tick();
    if (this.#channel) {
      for (let piece = engine.take(); piece.length > 0; piece = engine.take()) this.#channel.write(piece);
    }
    const news = engine.news();
    if (news.pack) this.#show(news.fresh);
    if (news.events) void this.#tell();
    if (news.outcome) {
      const outcome = engine.outcome();
      this.#settle?.(outcome);
      this.#settle = null;
    }
    if (engine.silent && this.#channel) {
      this.#channel.close();
      return this.#lost('why.silent');
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#pump(), engine.dueIn());
  }

  #show(fresh: boolean): void {
    const engine = this.#engine;
    if (!engine || !this.id) return;
    const pack = engine.pack();
    house.direct = { ...house.direct, [this.id]: pack };
    const settings = engine.settings();
    const text = JSON.stringify(settings);
    if (text !== this.#settings) {
      this.#settings = text;
      house.settings[this.id] = settings;
    }
    if (fresh) this.#recorder?.take(pack, settings, Date.now());
  }

  async #tell(): Promise<void> {
    const events = (await this.#recorder?.happened(this.#engine?.events() ?? [])) ?? [];
    house.fresh = [...events.reverse(), ...house.fresh].slice(0, 100);
  }

  /** The page is about to go. */
  save(): void {
    const pack = house.direct[this.id];
    const settings = house.settings[this.id];
    if (pack && settings && isDirect(pack.id)) this.#recorder?.flush($state.snapshot(pack) as Pack, $state.snapshot(settings) as Settings, Date.now());
  }
}

export const link = new DirectLink();
