// SPDX-License-Identifier: Apache-2.0
// How each cell is (APP-2): safe, balancing, outside its limits, invalid, or not known; and what follows from all.
import type { Cell, Pack, Settings } from '../../api/schema';
import { settingOf } from '../../state/house.svelte';

export interface Limits {
  vMin: number | null;
  vBypass: number | null;
  vMax: number | null;
  tMin: number | null;
  tMax: number | null;
}

export type State = 'safe' | 'balancing' | 'outside' | 'invalid' | 'unknown';
export type Why = 'v_low' | 'v_high' | 't_low' | 't_high' | 'voltage' | 'temperature' | null;

export interface CellView {
  number: number;
  mv: number | null;
  c: number | null;
  bypass: boolean;
  state: State;
  /** What is outside its limits, or which reading is invalid. */
  why: Why;
  fault: NonNullable<Cell['voltage_fault']> | null;
  /** UTC ms; null: never. */
  at: number | null;
  stale: boolean;
  hot: boolean;
}

const toMv = (volts: number | null | undefined) => (typeof volts === 'number' ? Math.round(volts * 1000) : null);

export function limitsOf(settings: Settings | undefined): Limits {
  return {
    vMin: toMv(settingOf(settings, 'v_min')),
    vBypass: toMv(settings?.v_bypass.value),
    vMax: toMv(settingOf(settings, 'v_max')),
    tMin: settingOf(settings, 't_min'),
    tMax: settingOf(settings, 't_max'),
  };
}

const isFault = (fault: Cell['voltage_fault']) => fault !== undefined && fault !== 'none';

/** What the warnings call outside (WARN-2 to WARN-5). */
function outside(cell: Cell, limits: Limits): Why {
  if (cell.mv !== null && limits.vMax !== null && cell.mv >= limits.vMax) return 'v_high';
  if (cell.mv !== null && limits.vMin !== null && cell.mv <= limits.vMin) return 'v_low';
  if (cell.c !== null && limits.tMax !== null && cell.c > limits.tMax) return 't_high';
  if (cell.c !== null && limits.tMin !== null && cell.c < limits.tMin) return 't_low';
  return null;
}

function judge(cell: Cell | null, limits: Limits, heard: boolean): Pick<CellView, 'state' | 'why' | 'fault'> {
  if (!cell) return { state: 'unknown', why: null, fault: null };
  if (isFault(cell.voltage_fault)) return { state: 'invalid', why: 'voltage', fault: cell.voltage_fault ?? null };
  if (isFault(cell.temperature_fault)) {
    return { state: 'invalid', why: 'temperature', fault: cell.temperature_fault ?? null };
  }
  const why = outside(cell, limits);
  if (why) return { state: 'outside', why, fault: null };
  if (cell.mv === null || !heard) return { state: 'unknown', why: null, fault: null };
  return { state: cell.bypass ? 'balancing' : 'safe', why: null, fault: null };
}

/** While the cells are not heard none passes for safe: what is shown is the last that was heard (APP-7). */
export function viewsOf(pack: Pack, limits: Limits, heard = !pack.warnings.includes('E')): CellView[] {
  return Object.entries(pack.cells)
    .map(([number, cell]) => ({
      number: Number(number),
      mv: cell?.mv ?? null,
      c: cell?.c ?? null,
      bypass: cell?.bypass === true,
      at: cell ? (cell.at ?? pack.cells_at) : null,
      stale: cell?.stale === true || !heard,
      hot: cell?.hot === true,
      ...judge(cell, limits, heard),
    }))
    .sort((a, b) => a.number - b.number);
}

export type Order = 'number' | 'voltage' | 'temperature';

/** Highest first; what is not known comes last. */
export function sorted(cells: CellView[], order: Order): CellView[] {
  if (order === 'number') return cells;
  const value = (cell: CellView) => (order === 'voltage' ? cell.mv : cell.c) ?? -Infinity;
  return [...cells].sort((a, b) => {
    const left = value(a);
    const right = value(b);
    return left === right ? a.number - b.number : left > right ? -1 : 1;
  });
}

export interface Extremes {
  lowest: CellView | null;
  highest: CellView | null;
  coldest: CellView | null;
  warmest: CellView | null;
  apartMv: number | null;
}

export function extremesOf(cells: CellView[]): Extremes {
  const known = cells.filter((cell) => cell.mv !== null && !(cell.state === 'invalid' && cell.why === 'voltage'));
  const felt = cells.filter((cell) => cell.c !== null && !(cell.state === 'invalid' && cell.why === 'temperature'));
  const best = (all: CellView[], of: (cell: CellView) => number) =>
    all.reduce<CellView | null>((found, cell) => (found === null || of(cell) > of(found) ? cell : found), null);
  const highest = best(known, (cell) => cell.mv ?? 0);
  const lowest = best(known, (cell) => -(cell.mv ?? 0));
  return {
    lowest,
    highest,
    warmest: best(felt, (cell) => cell.c ?? 0),
    coldest: best(felt, (cell) => -(cell.c ?? 0)),
    apartMv: highest && lowest ? (highest.mv ?? 0) - (lowest.mv ?? 0) : null,
  };
}
