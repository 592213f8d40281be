// SPDX-License-Identifier: Apache-2.0
// Settings and what is wrong with them, in words.
import type { Setting, Settings } from '../../api/schema';
import { number } from '../../format/format';
import { decimalsOf } from '../../format/parse';
import { settings as en } from '../../words/settings/en';
import { say, type Key } from '../../words/words.svelte';
import type { Name, Problem } from './rules';

export const nameOf = (name: string): string => (`set.${name}` in en ? say(`set.${name}` as Key) : name);

const kChoices: Record<string, Key> = {
  guarded: 'set.choice.guarded',
  exact: 'set.choice.exact',
  v1: 'set.choice.v1',
  v2: 'set.choice.v2',
};
export const choiceName = (name: string): string => (kChoices[name] ? say(kChoices[name]) : name);

/** "3.600 V", or the name of a choice. */
export function valueText(setting: Pick<Setting, 'unit' | 'step' | 'choices'>, value: number | null): string {
  const choice = setting.choices?.find((one) => one.value === value);
  if (choice) return choiceName(choice.name);
  const text = number(value, decimalsOf(setting.step));
  return setting.unit && value !== null ? `${text}\u00a0${setting.unit}` : text;
}

export function problemText(settings: Settings, problem: Problem): string {
  const { setting } = problem;
  const row = settings.settings[setting];
  switch (problem.kind) {
    case 'not_a_number':
      return say('set.problem.notANumber');
    case 'range':
      return say('set.problem.range', { min: valueText(row, problem.min), max: valueText(row, problem.max) });
    case 'step':
      return say('set.problem.step', { step: valueText(row, problem.step) });
    case 'order': {
      const words = { name: nameOf(setting), other: nameOf(problem.other), limit: valueText(row, problem.limit) };
      const text = say(problem.below ? 'set.problem.below' : 'set.problem.above', words);
      return problem.other === 'v_bypass' ? `${text} ${say('set.problem.switches')}` : text;
    }
    case 'refused':
      return say('set.problem.refused');
  }
}

export const kGroups = {
  system: ['solar_peak_power', 'inverter_peak_power', 'battery_capacity', 'nominal_cell_voltage'],
  temperatures: ['t_min', 't_max'],
  restarts: ['charge_restart', 'discharge_restart'],
  relays: ['profile', 'restart_delay', 'v_min_hysteresis', 'v_max_hysteresis', 'out_board_version'],
} as const satisfies Record<string, readonly Name[]>;
