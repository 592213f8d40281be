// SPDX-License-Identifier: Apache-2.0
// What stands on a line of the list, in words.
import type { Settings } from '../../api/schema';
import { joined, kUnknown, number } from '../../format/format';
import { lasting } from '../../story/amounts';
import { eventSentence } from '../../story/events';
import { say, type Key } from '../../words/words.svelte';
import type { Change, Entry, Span } from './entries';
import { groupOf, type Group } from './groups';

const kSettings = [
  'solar_peak_power', 'inverter_peak_power', 'battery_capacity', 'nominal_cell_voltage', 'v_min', 'v_max', 't_min',
  't_max', 'charge_restart', 'discharge_restart', 'profile', 'restart_delay', 'v_min_hysteresis', 'v_max_hysteresis',
  'out_board_version', 'pin',
] as const;

function settingName(setting: string): string {
  const known = kSettings.find((one) => one === setting);
  return known ? say(`events.setting.${known}`) : setting;
}

/** A value as the gateway keeps it, a decimal without its unit, which the pack's settings tell. */
function valueOf(setting: string, text: string, settings: Settings | undefined): string {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return text || kUnknown;
  const { unit = '', choices = null } = settings?.settings[setting as keyof Settings['settings']] ?? {};
  const choice = choices?.find((one) => one.value === value);
  if (choice) return choice.name;
  const digits = text.split('.')[1]?.length ?? 0;
  return joined({ text: number(value, digits), unit }).trimEnd();
}

const kWho = ['owner', 'board', 'import'] as const;
const whoOf = (who: string) => {
  const known = kWho.find((one) => one === who);
  return known ? say(`events.who.${known}`) : who;
};

/** "V-min changed from 2.70 V to 2.75 V, by the owner." */
export function changeSentence({ setting, before, after, who }: Change, settings: Settings | undefined): string {
  if (setting === 'pin') return say('events.pinChanged', { who: whoOf(who) });
  return say('events.changed', {
    setting: settingName(setting),
    before: valueOf(setting, before, settings),
    after: valueOf(setting, after, settings),
    who: whoOf(who),
  });
}

export const sentenceOf = (entry: Entry, settings: Settings | undefined): string =>
  'event' in entry ? eventSentence(entry.event) : changeSentence(entry.change, settings);

/** How long: "for 2 h 5 min", "after 2 h 5 min", "for 5 min, still"; empty: no time, or nobody knows. */
export function spanText(span: Span, at: number, now: number): string {
  if (span.kind === 'lasted') return say('events.lasted', { t: lasting(span.ms) });
  if (span.kind === 'ended') return say('events.ended', { t: lasting(span.ms) });
  if (span.kind === 'still') return say('events.still', { t: lasting(now - at) });
  return '';
}

export type Weight = 'alarm' | 'warning' | 'info' | 'change';

export const weightOf = (entry: Entry): Weight => ('event' in entry ? entry.event.severity : 'change');

export const groupName = (group: Group | 'all'): string => say(`events.show.${group}` as Key);

/** What kind of thing happened, for those who do not see the mark; a kind of a later version has none. */
export function kindOf(entry: Entry): string {
  const weight = weightOf(entry);
  if (weight !== 'info') return say(`events.weight.${weight}`);
  const group = 'event' in entry ? groupOf(entry.event.kind) : null;
  return group ? groupName(group) : say('events.weight.info');
}
