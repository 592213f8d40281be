// SPDX-License-Identifier: Apache-2.0
// The simulated site that the screen shows (APP-6): runs in a worker, is shown a few times a second, and is spoken to.
import { scenarios, wasm } from 'virtual:simulator';
import type { Bank, Event, Pack, Settings } from '../api/schema';
import { clock } from '../state/clock.svelte';
import type { Ask } from './engine/messages';
import { planOf } from './engine/plan';
import { Simulation } from './engine/simulation';
import type {
  Answer, DesignResult, FaultNow, Knobs, Refusal, SettingsTold, ShippedScenario, Snapshot, SystemParameters, Track,
} from './engine/types';
import type { Offer } from './faults';
import { settingsOf, shifted } from './shown';
import { kFirstWish, systemOf, type Wish } from './year';

type Seen = Snapshot<Pack, Bank>;
type Scenario = Pick<ShippedScenario, 'id' | 'plan'>;
type Begin = { system: SystemParameters } | { scenario: Scenario };

export interface Year {
  day: number;
  days: number;
  result: DesignResult | null;
  state: 'idle' | 'running' | 'done' | 'stopped';
}

const kShowMs = 200;
const kMostEvents = 100;
// Until the relays have closed: nobody wants to wait for the restart delay before anything happens.
const kWarmUpMs = 45_000;

const kBetweenMs = 400;
const kPresses = {
  short: { times: 1, ms: 300 },
  three: { times: 3, ms: 300 },
  long: { times: 1, ms: 5_500 },
} as const;

export const kFirstSystem: SystemParameters = { cells: 16, capacityAh: 100, socPercent: 60, spreadPercent: 2 };

class Playground {
  /** missing: this app was built without the simulator. */
  state = $state<'idle' | 'loading' | 'ready' | 'missing' | 'failed'>('idle');
  problem = $state.raw<Refusal | null>(null);
  seen = $state.raw<Seen | null>(null);
  events = $state.raw<Event[]>([]);
  scenarios = $state.raw<Scenario[]>([]);
  /** Id of the scenario that plays; empty: a system of one's own. */
  scenario = $state('');
  /** What one's own system is; the design begins with the same. */
  system = $state<SystemParameters>({ ...kFirstSystem });
  playing = $state(false);
  speed = $state(1);
  behind = $state(false);
  packIndex = $state(0);
  knobs = $state<Knobs>({ sun_factor: null, sun_share: null, cloudiness: null, house_w: null, ambient_c: null });
  wish = $state<Wish>({ ...kFirstWish });
  year = $state.raw<Year>({ day: 0, days: 0, result: null, state: 'idle' });
  /** Which beginning this is: what was staged for another is not for this one. */
  #run = $state(0);
  #told = $state.raw<SettingsTold | null>(null);
  #simulation: Simulation | null = null;
  #latest: Seen | null = null;
  #shownAt = 0;
  #later: ReturnType<typeof setTimeout> | undefined;

  #of = $derived(this.seen?.packs[this.packIndex] ?? this.seen?.packs[0]);
  /** With times of the page's clock, so that ages are those of the simulation. */
  pack = $derived(this.seen && this.#of ? shifted(this.#of.status, clock.now - this.seen.at) : undefined);
  settings = $derived<Settings | undefined>(this.#told ? settingsOf(this.#told, this.#of?.status, this.speed) : undefined);
  now = $derived(this.#of);
  /** Its name on the road to the gateway (stand_in.ts): no pack of the gateway has one like it. */
  id = $derived(`~${this.#run}.${this.packIndex + 1}`);

  /** Starts the worker once; later calls go on with what was there. */
  async open(): Promise<void> {
    if (this.state === 'loading' || this.state === 'ready') return;
    if (wasm === null || scenarios === null) return void (this.state = 'missing');
    this.state = 'loading';
    const worker = new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = () => this.#fail({ code: 'broken', sentence: '' });
    this.#simulation = new Simulation(worker, {
      snapshot: (snapshot, { behind }) => this.#take(snapshot as Seen, behind),
      events: ({ events }) => (this.events = [...(events as Event[])].reverse().concat(this.events).slice(0, kMostEvents)),
      designProgress: (day, days, result) => {
        if (this.year.state === 'running') this.year = { day, days, result, state: 'running' };
      },
      broken: (error) => this.#fail(error),
    });
    const loaded = await this.#simulation.ask({ do: 'load', wasm });
    if (loaded.error) return this.#fail(loaded.error);
    this.state = 'ready';
    await this.begin({ system: this.system });
    this.play(1);
    this.scenarios = await scenarios().then((file) => file.default, () => []);
  }

  #fail(error: Refusal): void {
    this.problem = error;
    this.state = 'failed';
    this.playing = false;
    this.#simulation?.close();
    this.#simulation = null;
  }

  #take(snapshot: Seen, behind: boolean): void {
    this.#latest = snapshot;
    this.behind = behind;
    clearTimeout(this.#later);
    const due = this.#shownAt + kShowMs - performance.now();
    if (due <= 0) this.#show();
    else this.#later = setTimeout(() => this.#show(), due);
  }
  #show(): void {
    this.#shownAt = performance.now();
    this.seen = this.#latest;
  }

  /** For what goes on by itself, or says itself what went wrong. */
  async quietly<T extends object = { done: true }>(what: Ask): Promise<Answer<T>> {
    return (await this.#simulation?.ask<T>(what)) ?? { error: { code: 'not_loaded', sentence: '' } };
  }
  /** What is refused stands in `problem` until the next thing goes well. */
  async ask<T extends object = { done: true }>(what: Ask): Promise<Answer<T>> {
    const answer = await this.quietly<T>(what);
    this.problem = answer.error ?? null;
    return answer;
  }

  async begin(what: Begin): Promise<void> {
    const wasPlaying = this.playing;
    await this.ask({ do: 'pause' });
    const plan = 'system' in what ? planOf($state.snapshot(what.system) as SystemParameters) : what.scenario.plan;
    this.events = [];
    this.packIndex = 0;
    const begun = await this.ask({ do: 'start', plan });
    if (begun.error) return;
    this.#run += 1;
    this.scenario = 'scenario' in what ? what.scenario.id : '';
    for (const knob of Object.keys(this.knobs) as (keyof Knobs)[]) this.knobs[knob] = null;
    await this.ask({ do: 'step', ms: kWarmUpMs });
    await this.readSettings();
    if (wasPlaying) this.play(this.speed);
  }
  async readSettings(): Promise<void> {
    const told = await this.quietly<SettingsTold>({ do: 'settings', pack: this.packIndex + 1 });
    if (!told.error) this.#told = told;
  }

  play(speed: number): void {
    this.speed = speed;
    this.playing = true;
    void this.ask({ do: 'play', speed });
  }
  pause(): void {
    this.playing = false;
    void this.ask({ do: 'pause' });
  }
  async choosePack(index: number): Promise<void> {
    this.packIndex = index;
    await this.readSettings();
  }
  turn(knob: keyof Knobs, value: number | null): void {
    this.knobs[knob] = value;
    void this.ask({ do: 'turn', knob, value });
  }
  break({ kind, cell, magnitude }: Offer, on: boolean): void {
    void this.ask({ do: 'fault', kind, on, place: { cell, pack: this.packIndex + 1, magnitude } });
  }
  switches(positions: number): void {
    void this.ask({ do: 'switches', positions, pack: this.packIndex + 1 });
  }
  mend(fault: FaultNow): void {
    void this.ask({ do: 'fault', kind: fault.kind, on: false, place: { cell: fault.cell, pack: fault.pack } });
  }
  /** The OUT board's button (OUT-2), in simulated time. */
  async press(how: keyof typeof kPresses): Promise<void> {
    const { times, ms } = kPresses[how];
    const pack = this.packIndex + 1;
    for (let i = 0; i < times; i += 1) {
      await this.ask({ do: 'button', down: true, pack });
      await this.ask({ do: 'step', ms });
      await this.ask({ do: 'button', down: false, pack });
      await this.ask({ do: 'step', ms: kBetweenMs });
    }
    await this.readSettings();
  }

  /** A year of what is wished; what was found so far stays when it is stopped. */
  async design(weeks: boolean): Promise<void> {
    const run = { day: 0, days: 0, result: null };
    this.year = { ...run, state: 'running' };
    const plan = planOf(systemOf($state.snapshot(this.wish) as Wish));
    const answer = await this.ask<DesignResult>({ do: 'design', plan, weeks });
    if (answer.error) this.year = { ...this.year, state: 'stopped' };
    else this.year = { ...this.year, result: answer, state: 'done' };
  }
  async stopDesign(): Promise<void> {
    await this.ask({ do: 'stopDesign' });
    this.year = { ...this.year, state: 'stopped' };
  }

  /** The screen is left: time stands still, and nothing is lost. */
  rest(): void {
    if (this.state === 'ready') void this.ask({ do: 'pause' });
  }
  wake(): void {
    if (this.state === 'ready' && this.playing) this.play(this.speed);
  }
}

export const playground = new Playground();
