// SPDX-License-Identifier: Apache-2.0
// What may be staged (requirements, section 7), so that the person hears why while typing. The gateway checks again, as a
// whole, and the pack does after it (SET-1).
import type { Setting, Settings, SettingSet } from '../../api/schema';

export type Name = keyof SettingSet;
/** New values by name; NaN: what was typed is no number. */
export type Staged = Partial<Record<Name, number>>;

export type Problem =
  | { kind: 'not_a_number'; setting: Name }
  | { kind: 'range'; setting: Name; min: number; max: number }
  | { kind: 'step'; setting: Name; step: number }
  | { kind: 'order'; setting: Name; other: Name | 'v_bypass'; below: boolean; limit: number }
  /** The gateway refused it for a reason that these rules do not know. */
  | { kind: 'refused'; setting: Name; sentence: string };

/** [lower, upper]: lower < upper always. */
const kOrders: readonly (readonly [Name | 'v_bypass', Name | 'v_bypass'])[] = [
  ['v_min', 'v_bypass'],
  ['v_bypass', 'v_max'],
  ['v_min', 'v_max'],
  ['t_min', 't_max'],
  ['discharge_restart', 'charge_restart'],
];

/** Its value once everything staged is written; null: not known. */
export function valueAfter(settings: Settings, staged: Staged, name: Name | 'v_bypass'): number | null {
  if (name === 'v_bypass') return settings.v_bypass.value;
  return staged[name] ?? settings.settings[name].value;
}

export function isOnGrid(value: number, { min, max, step }: { min: number; max: number; step: number }): boolean {
  const steps = (value - min) / step;
  return value >= min && value <= max && Math.abs(steps - Math.round(steps)) <= 1e-6;
}

function valueProblem(setting: Name, value: number, grid: Setting): Problem | null {
  const { min, max, step } = grid;
  if (!Number.isFinite(value)) return { kind: 'not_a_number', setting };
  if (value < min || value > max) return { kind: 'range', setting, min, max };
  return isOnGrid(value, grid) ? null : { kind: 'step', setting, step };
}

function orderProblem(settings: Settings, staged: Staged, setting: Name): Problem | null {
  const value = valueAfter(settings, staged, setting);
  if (value === null) return null;
  for (const [lower, upper] of kOrders) {
    if (lower !== setting && upper !== setting) continue;
    const below = lower === setting;
    const other = below ? upper : lower;
    const limit = valueAfter(settings, staged, other);
    if (limit === null || Number.isNaN(limit) || (below ? value < limit : value > limit)) continue;
    return { kind: 'order', setting, other, below, limit };
  }
  return null;
}

/** What is wrong with each staged setting; those that are right are not in it. */
export function problemsOf(settings: Settings, staged: Staged): Partial<Record<Name, Problem>> {
  const found: Partial<Record<Name, Problem>> = {};
  for (const name of Object.keys(staged) as Name[]) {
    const value = staged[name] as number;
    const problem = valueProblem(name, value, settings.settings[name]) ?? orderProblem(settings, staged, name);
    if (problem) found[name] = problem;
  }
  return found;
}

/** A refusal of the gateway, as far as possible in terms of these rules. */
export function problemOfRefusal(
  settings: Settings,
  staged: Staged,
  refusal: { setting?: unknown; other?: unknown; sentence: string },
): Problem | null {
  const setting = refusal.setting as Name;
  if (!(setting in settings.settings)) return null;
  const own = problemsOf(settings, staged)[setting];
  return own ?? { kind: 'refused', setting, sentence: refusal.sentence };
}

/** Staged without what the pack has already. */
export function withoutSame(settings: Settings, staged: Staged): Staged {
  const kept = Object.entries(staged).filter(([name, value]) => settings.settings[name as Name].value !== value);
  return Object.fromEntries(kept) as Staged;
}

/** Capacity to set, in kWh: 75 % of what the cells are rated for (section 7), truncated to the setting's 0.1 kWh. */
export function advisedCapacity(ratedAh: number, cells: number, nominalV: number): number {
  return Math.floor(((ratedAh * cells * nominalV * 0.75) / 1000) * 10 + 1e-6) / 10;
}
