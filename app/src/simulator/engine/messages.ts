// SPDX-License-Identifier: Apache-2.0
// What the page and the simulator's worker say to each other.
import type {
  Answer,
  CommandName,
  DesignResult,
  Events,
  FaultKind,
  Knobs,
  Plan,
  Refusal,
  SettingsView,
  Snapshot,
  Track,
} from './types';

/** Each is answered with a `reply` of the same `id`. */
export type Ask =
  | { do: 'load'; wasm: string }
  | { do: 'start'; plan: Plan; seed?: number; beginMs?: number }
  | { do: 'play'; speed: number }
  | { do: 'pause' }
  | { do: 'step'; ms: number }
  | { do: 'turn'; knob: keyof Knobs; value: number | null }
  | {
      do: 'fault';
      kind: FaultKind;
      on: boolean;
      place?: { cell?: number; pack?: number; magnitude?: number };
    }
  | { do: 'switches'; positions: number; pack?: number }
  | { do: 'button'; down: boolean; pack?: number }
  | { do: 'supply'; board: 'in' | 'out'; on: boolean; pack?: number }
  | { do: 'write'; changes: Record<string, number>; pin: number; pack?: number }
  | { do: 'check'; changes: Record<string, number>; pack?: number }
  | {
      do: 'command';
      name: CommandName;
      pin: number;
      first?: number;
      second?: number;
      third?: number;
      pack?: number;
    }
  | { do: 'settings'; pack?: number }
  | { do: 'track'; pack?: number }
  | { do: 'events'; from?: number }
  | { do: 'design'; plan: Plan; seed?: number; weeks?: boolean }
  | { do: 'stopDesign' };

export type Request = Ask & { id: number };

export type Reply =
  | { kind: 'reply'; id: number; answer: Answer<object> }
  /** At most five times a second while it plays, and after everything that changes something. */
  | { kind: 'snapshot'; snapshot: Snapshot; speed: number; behind: boolean }
  | { kind: 'events'; events: Events }
  | { kind: 'designProgress'; day: number; days: number; result: DesignResult }
  | { kind: 'broken'; error: Refusal };

export type { Answer, DesignResult, Events, SettingsView, Snapshot, Track };
