// SPDX-License-Identifier: Apache-2.0
// The pack's end of the conversation (app/wasm/direct) behind typed methods: bytes in, bytes out, the pack as the gateway's
// API tells it. One engine is one pack. It knows no Bluetooth and has no timer.
import type { Event, Pack, SettingChange, Settings, SettingsCheck } from '../api/schema';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize?: () => void;
  cd_room(): number;
  cd_answer(): number;
  cd_now(steady: number, wall: number, local: number): void;
  cd_begin(id: number, name: number, place: number): void;
  cd_open(ours: number): void;
  cd_lost(sentence: number): void;
  cd_let_go(): void;
  cd_take_up(): void;
  cd_hear(bytes: number): void;
  cd_tick(): void;
  cd_take(most: number): number;
  cd_wake_at(): number;
  cd_silent(): number;
  cd_news(): number;
  cd_pack(): number;
  cd_settings(): number;
  cd_events(): number;
  cd_outcome(): number;
  cd_allow_unproven(allowed: number): void;
  cd_stage(setting: number, value: number): void;
  cd_check(): number;
  cd_apply(pin: number): void;
  cd_sign_in(pin: number): void;
  cd_command(name: number, pin: number, first: number, second: number, third: number): void;
}

/** As the API refuses, with what it would have said in the head of its answer. */
export interface Refusal {
  code: string;
  sentence: string;
  retry_after_s?: number;
  [more: string]: unknown;
}
export type Outcome = { done: true; changes?: SettingChange[]; error?: undefined } | { error: Refusal };

export interface News {
  pack: boolean;
  /** Something was read since the last time; else only time has passed. */
  fresh: boolean;
  events: boolean;
  outcome: boolean;
}

const kRoom = 1024;
/** What one write to a device may hold (wire-formats 2.1). */
export const kPiece = 20;

export class Engine {
  readonly #wasm: Exports;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  constructor(instance: WebAssembly.Instance) {
    this.#wasm = instance.exports as unknown as Exports;
    this.#wasm._initialize?.();
  }

  static async load(url: string): Promise<Engine> {
    const bytes = await (await fetch(url)).arrayBuffer();
    return new Engine((await WebAssembly.instantiate(bytes)).instance);
  }

  /** Forgets the pack before. place: what is connected, for people. */
  begin(id: string, name: string, place: string): void {
    this.#now();
    const parts = [id, name, place].map((text) => this.#encoder.encode(text).slice(0, kRoom / 4));
    let at = 0;
    for (const part of parts) {
      this.#room().set(part, at);
      at += part.length;
    }
    const [first = 0, second = 0, third = 0] = parts.map((part) => part.length);
    this.#wasm.cd_begin(first, second, third);
  }
  open(ours: boolean): void {
    this.#now();
    this.#wasm.cd_open(Number(ours));
  }
  lost(sentence: string): void {
    this.#now();
    this.#wasm.cd_lost(this.#text(sentence));
  }
  letGo(): void {
    this.#now();
    this.#wasm.cd_let_go();
  }
  takeUp(): void {
    this.#now();
    this.#wasm.cd_take_up();
  }
  hear(bytes: Uint8Array): void {
    this.#now();
    for (let at = 0; at < bytes.length; at += kRoom) {
      const piece = bytes.subarray(at, at + kRoom);
      this.#room().set(piece);
      this.#wasm.cd_hear(piece.length);
    }
  }
  tick(): void {
    this.#now();
    this.#wasm.cd_tick();
  }
  /** The next piece to send; empty: none waits. */
  take(): Uint8Array {
    const size = this.#wasm.cd_take(kPiece);
    return this.#room().slice(0, size);
  }
  /** In how many ms tick() is due at the latest. */
  dueIn(): number {
    return Math.max(0, this.#wasm.cd_wake_at() - performance.now());
  }
  /** Nobody answers: hang up, and connect again later. */
  get silent(): boolean {
    return this.#wasm.cd_silent() !== 0;
  }
  news(): News {
    const bits = this.#wasm.cd_news();
    return { pack: (bits & 1) !== 0, fresh: (bits & 2) !== 0, events: (bits & 4) !== 0, outcome: (bits & 8) !== 0 };
  }

  pack(): Pack {
    this.#now();
    return this.#answer(this.#wasm.cd_pack());
  }
  settings(): Settings {
    this.#now();
    return this.#answer(this.#wasm.cd_settings());
  }
  events(): Event[] {
    return this.#answer(this.#wasm.cd_events());
  }
  outcome(): Outcome {
    return this.#answer(this.#wasm.cd_outcome());
  }

  allowUnproven(allowed: boolean): void {
    this.#wasm.cd_allow_unproven(Number(allowed));
  }
  check(changes: Record<string, number>): SettingsCheck | { error: Refusal } {
    this.#stage(changes);
    return this.#answer(this.#wasm.cd_check());
  }
  // Of each of these comes one outcome().
  apply(changes: Record<string, number>, pin: number): void {
    this.#now();
    this.#stage(changes);
    this.#wasm.cd_apply(pin);
  }
  signIn(pin: number): void {
    this.#now();
    this.#wasm.cd_sign_in(pin);
  }
  command(name: string, pin: number, [first = 0, second = 0, third = 0]: number[]): void {
    this.#now();
    this.#wasm.cd_command(this.#text(name), pin, first, second, third);
  }

  #stage(changes: Record<string, number>): void {
    for (const [name, value] of Object.entries(changes)) this.#wasm.cd_stage(this.#text(name), Number(value));
  }

  #now(): void {
    const wall = Date.now();
    this.#wasm.cd_now(Math.floor(performance.now()), wall, wall - new Date(wall).getTimezoneOffset() * 60_000);
  }

  #room(): Uint8Array {
    return new Uint8Array(this.#wasm.memory.buffer, this.#wasm.cd_room(), kRoom);
  }

  #text(text: string): number {
    return this.#encoder.encodeInto(text, this.#room()).written ?? 0;
  }

  #answer<T>(size: number): T {
    const bytes = new Uint8Array(this.#wasm.memory.buffer, this.#wasm.cd_answer(), size);
    return JSON.parse(this.#decoder.decode(bytes)) as T;
  }
}
