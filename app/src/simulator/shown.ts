// SPDX-License-Identifier: Apache-2.0
// What the screens need of a snapshot: a pack whose times are those of the page's clock, its settings, its boards.
import type { Pack, Settings } from '../api/schema';
import type { CellNow, SettingsTold } from './engine/types';

const isTime = (key: string) => key === 'at' || key.endsWith('_at');

/** A copy in which every time is later by so much: simulated time beside the clock on the wall. Ages stay what they are. */
export function shifted<T>(value: T, byMs: number): T {
  if (Array.isArray(value)) return value.map((one) => shifted(one, byMs)) as T;
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) {
    copy[key] = isTime(key) && typeof one === 'number' ? one + byMs : shifted(one, byMs);
  }
  return copy as T;
}

/** next, but what does not differ is the very object of before; so nothing that is drawn of it is drawn anew. */
export function kept<T extends object>(before: T[], next: T[]): T[] {
  const same = (a: T, b: T) => (Object.keys(b) as (keyof T)[]).every((key) => a[key] === b[key]);
  const mixed = next.map((one, i) => {
    const old = before[i];
    return old && same(old, one) ? old : one;
  });
  return mixed.length === before.length && mixed.every((one, i) => one === before[i]) ? before : mixed;
}

const kChoices: Record<string, Settings['settings']['profile']['choices']> = {
  profile: [{ value: 0, name: 'guarded' }, { value: 1, name: 'exact' }],
  out_board_version: [{ value: 1, name: 'v1' }, { value: 2, name: 'v2' }],
};

/** As the gateway would tell them of a board of ours. speed: how much faster than real its time goes. */
export function settingsOf(told: SettingsTold, pack: Pack | undefined, speed: number): Settings {
  const bypass = pack?.setup?.v_bypass_mv;
  const can = { possible: pack?.links[0]?.state === 'up', why_not: null };
  const rows = Object.entries(told.settings).map(([name, row]) => [name, {
    ...row, choices: kChoices[name] ?? null, writable: can.possible, certainty: 'ours', why_not: null,
  }]);
  return {
    read_at: null,
    settings: Object.fromEntries(rows),
    v_bypass: { value: typeof bypass === 'number' ? bypass / 1000 : null, unit: 'V' },
    signed_in: can.possible,
    clock: null,
    factory_pin: told.factory_pin,
    pin_locked_s: Math.ceil(told.pin_locked_s / speed),
    abilities: { settings: can, hold: can, commands: can },
  };
}

/** What one who stands before a board sees of its LED (CELL-6, CHAIN-4). */
export type Led = 'on' | 'flashing' | 'dark';

export function ledOf(cell: CellNow, cycleMs: number): Led {
  if (!cell.powered || cell.bridged) return 'dark';
  if (cell.bypass) return 'on';
  return cell.since_flash_ms !== null && cell.since_flash_ms <= 3 * cycleMs ? 'flashing' : 'dark';
}

/** A place in the row of boards. A wire is the one behind its cell, towards the OUT board. */
export type Spot =
  | { at: 'in' }
  | { at: 'out' }
  | { at: 'wire'; cell: number }
  | { at: 'cell'; cell: number }
  | { at: 'relay'; relay: 1 | 2 };

export const sameSpot = (a: Spot, b: Spot): boolean => JSON.stringify(a) === JSON.stringify(b);

/** IN, each cell with the wire to the next one, OUT, and the two relays: as they hang together. */
export function spotsOf(cells: number): Spot[] {
  const spots: Spot[] = [{ at: 'in' }];
  for (let cell = 1; cell < cells; cell += 1) spots.push({ at: 'cell', cell }, { at: 'wire', cell });
  spots.push({ at: 'cell', cell: cells });
  return [...spots, { at: 'out' }, { at: 'relay', relay: 1 }, { at: 'relay', relay: 2 }];
}

/** Where arrow keys lead: one on, or a row of the picture up or down. */
export function stepFrom(spots: Spot[], here: Spot, by: number): Spot {
  const index = Math.max(0, spots.findIndex((one) => sameSpot(one, here)));
  return spots[Math.min(spots.length - 1, Math.max(0, index + by))] ?? here;
}

const kVBypassBits: [bit: number, switchNumber: number][] = [
  [4, 2],
  [2, 6],
  [1, 7],
];
const kVBypass = [3.4, 3.5, 3.6, 3.7, 4.0, 4.1, 4.2, 4.3];

export const isOn = (switches: number, number: number): boolean => (switches & (1 << (number - 1))) !== 0;
export const toggled = (switches: number, number: number): number => switches ^ (1 << (number - 1));

/** V-bypass that switches 2, 6 and 7 stand for (IN-1). */
export function vBypassOf(switches: number): number {
  const index = kVBypassBits.reduce((sum, [bit, number]) => sum + (isOn(switches, number) ? bit : 0), 0);
  return kVBypass[index] ?? 3.4;
}
