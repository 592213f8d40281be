// SPDX-License-Identifier: Apache-2.0
// The simulator's WebAssembly behind typed methods. It runs where it is called: in the app that is a worker (worker.ts).
// One engine is one simulated site and one design.
import type {
  Answer,
  CommandName,
  DesignResult,
  Done,
  Events,
  FaultKind,
  Knobs,
  Plan,
  Refusal,
  SettingsView,
  Snapshot,
  Track,
  Written,
} from './types';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize?: () => void;
  cw_text(): number;
  cw_answer(): number;
  cw_plan_clear(): void;
  cw_plan_set(size: number, pack: number, index: number, value: number): void;
  cw_plan_fault(
    size: number,
    pack: number,
    cell: number,
    start: number,
    end: number,
    magnitude: number,
  ): number;
  cw_start(seed: number, beginMs: number): number;
  cw_advance(ms: number): void;
  cw_snapshot(): number;
  cw_events(from: number): number;
  cw_track(pack: number): number;
  cw_settings(pack: number): number;
  cw_turn(size: number, value: number): number;
  cw_fault(size: number, pack: number, cell: number, magnitude: number, on: number): number;
  cw_switches(pack: number, positions: number): number;
  cw_stage(size: number, value: number): void;
  cw_write(pack: number, pin: number): number;
  cw_check(pack: number): number;
  cw_command(size: number, pack: number, pin: number, first: number, second: number, third: number): number;
  cw_design_start(seed: number, weeks: number): number;
  cw_design_day(): number;
  cw_design_result(): number;
}

const textRoom = 256;

export class Engine {
  readonly #wasm: Exports;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  private constructor(wasm: Exports) {
    this.#wasm = wasm;
    wasm._initialize?.();
  }

  /** From the bytes of cellwarden.wasm, or from the answer of a fetch of it. */
  static async load(source: BufferSource | Response | Promise<Response>): Promise<Engine> {
    const bytes =
      source instanceof ArrayBuffer || ArrayBuffer.isView(source)
        ? source
        : await (await (source as Response | Promise<Response>)).arrayBuffer();
    const { instance } = await WebAssembly.instantiate(bytes as BufferSource);
    return new Engine(instance.exports as unknown as Exports);
  }

  /** beginMs: the wall clock at the beginning, UTC; left out: the plan's local time in 2026. */
  start(plan: Plan, seed = 1, beginMs = 0): Done {
    const wrong = this.#plan(plan);
    return wrong ?? this.#answer(this.#wasm.cw_start(seed, beginMs));
  }

  /** Simulated milliseconds. More than 15,000 at once are run without a listener on the boards' lines. */
  advance(ms: number): void {
    this.#wasm.cw_advance(ms);
  }

  snapshot<Status = unknown, Bank = unknown>(): Answer<Snapshot<Status, Bank>> {
    return this.#answer(this.#wasm.cw_snapshot());
  }
  /** From that number on, at most 500 of the newest; `next` is the number to ask with. */
  events(from = 0): Answer<Events> {
    return this.#answer(this.#wasm.cw_events(from));
  }
  track(pack = 1): Answer<Track> {
    return this.#answer(this.#wasm.cw_track(pack));
  }
  settings(pack = 1): SettingsView {
    return this.#answer(this.#wasm.cw_settings(pack));
  }

  turn(knob: keyof Knobs, value: number | null): Done {
    return this.#answer(this.#wasm.cw_turn(this.#text(knob), value ?? NaN));
  }
  /** Begins or mends a fault. Begun again it has its new magnitude. */
  fault(
    kind: FaultKind,
    on: boolean,
    place: { cell?: number; pack?: number; magnitude?: number } = {},
  ): Done {
    const { pack = 1, cell = 0, magnitude = 0 } = place;
    return this.#answer(
      this.#wasm.cw_fault(this.#text(kind), pack, cell, magnitude, Number(on)),
    );
  }
  /** Switch 1 is bit 0. */
  switches(positions: number, pack = 1): Done {
    return this.#answer(this.#wasm.cw_switches(pack, positions));
  }
  /** The OUT board's button (OUT-2). */
  button(down: boolean, pack = 1): Done {
    return this.fault('button', down, { pack });
  }
  supply(board: 'in' | 'out', on: boolean, pack = 1): Done {
    return this.fault(board === 'in' ? 'in_power_loss' : 'out_power_loss', !on, { pack });
  }

  /** Over the OUT board's lines, as a whole, and read back (SET-1). */
  writeSettings(changes: Record<string, number>, pin: number, pack = 1): Written {
    this.#stage(changes);
    return this.#answer(this.#wasm.cw_write(pack, pin));
  }
  /** Whether the board would take them; nothing is written. */
  checkSettings(changes: Record<string, number>, pack = 1): Written {
    this.#stage(changes);
    return this.#answer(this.#wasm.cw_check(pack));
  }
  command(name: CommandName, pin: number, first = 0, second = 0, pack = 1, third = 0): Done {
    return this.#answer(this.#wasm.cw_command(this.#text(name), pack, pin, first, second, third));
  }
  hold(charge: boolean, load: boolean, pin: number, pack = 1): Done {
    return this.command('hold', pin, Number(charge), Number(load), pack);
  }
  confirmCells(pin: number, pack = 1): Done {
    return this.command('confirm_cells', pin, 0, 0, pack);
  }
  changePin(pin: number, newPin: number, pack = 1): Done {
    return this.command('change_pin', pin, newPin, 0, pack);
  }

  /** weeks: one week of each month instead of 365 days; four times as fast, and the result says so. */
  designStart(plan: Plan, seed = 1, weeks = false): Answer<{ day: number; days: number }> {
    const wrong = this.#plan(plan);
    return wrong ?? this.#answer(this.#wasm.cw_design_start(seed, Number(weeks)));
  }
  designDay(): Answer<{ day: number; days: number }> {
    return this.#answer(this.#wasm.cw_design_day());
  }
  designResult(): Answer<DesignResult> {
    return this.#answer(this.#wasm.cw_design_result());
  }

  #stage(changes: Record<string, number>): void {
    for (const [name, value] of Object.entries(changes)) this.#wasm.cw_stage(this.#text(name), value);
  }

  // Undefined: nothing is wrong with it so far.
  #plan(plan: Plan): { error: Refusal } | undefined {
    this.#wasm.cw_plan_clear();
    for (const { name, value, pack = 0, cell = 0 } of plan.entries) {
      this.#wasm.cw_plan_set(this.#text(name), pack, cell, value);
    }
    for (const fault of plan.faults ?? []) {
      const { kind, pack = 1, cell = 0, start_s, end_s = Infinity, magnitude = 0 } = fault;
      const size = this.#text(kind);
      const done: Done = this.#answer(
        this.#wasm.cw_plan_fault(size, pack, cell, start_s, end_s, magnitude),
      );
      if (done.error) return { error: done.error };
    }
    return undefined;
  }

  #text(text: string): number {
    const at = this.#wasm.cw_text();
    const room = new Uint8Array(this.#wasm.memory.buffer, at, textRoom);
    return this.#encoder.encodeInto(text, room).written ?? 0;
  }

  #answer<T>(size: number): T {
    const at = this.#wasm.cw_answer();
    const bytes = new Uint8Array(this.#wasm.memory.buffer, at, Math.abs(size));
    return JSON.parse(this.#decoder.decode(bytes)) as T;
  }
}
