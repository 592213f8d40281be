// SPDX-License-Identifier: Apache-2.0
// When the battery will be full or empty if the power stays as it is; nothing where that would be a guess.
import type { Pack, Settings } from '../api/schema';
import { joined, number, percent } from '../format/format';
import { settingOf } from '../state/house.svelte';
import { say } from '../words/words.svelte';

// Below 4 times the sensors' accuracy (IN-3: range/100) more than a quarter of the power may be an error.
const kTimesAccuracy = 4;
const kLongestH = 48;
const kLeastMa = 500;

/** "about 2 h": coarse, as the power that it is made from changes with every cloud. */
export function about(hours: number): string {
  const minutes = hours * 60;
  if (minutes < 10) return say('lasting.few');
  if (minutes < 57.5) return say('lasting.about', { t: say('lasting.min', { n: Math.round(minutes / 5) * 5 }) });
  const halves = Math.round(hours * 2) / 2;
  const n = hours < 10 ? number(halves, halves % 1 === 0 ? 0 : 1) : number(Math.round(hours));
  return say('lasting.about', { t: say('lasting.hours', { n }) });
}

function steadyW({ currents, setup, charge }: Pack): number | null {
  if (!currents || !charge?.calibrated || currents.battery_ma === null || currents.battery_w === null) return null;
  const least = Math.max(kLeastMa, (setup?.sensor_a ?? 0) * 10 * kTimesAccuracy);
  return Math.abs(currents.battery_ma) >= least ? currents.battery_w : null;
}

/** "Full in about 2 h.", "Down to 5 % in about 7 h.", or null. */
export function outlook(pack: Pack, settings: Settings | undefined): string | null {
  const w = steadyW(pack);
  const soc = pack.charge?.soc_percent ?? null;
  const capacity = pack.charge?.capacity_wh ?? null;
  if (w === null || soc === null || !capacity) return null;
  const hoursTo = (target: number) => ((Math.abs(target - soc) / 100) * capacity) / Math.abs(w);
  if (w > 0) {
    const hours = hoursTo(100);
    return soc < 100 && pack.charge_relay.allowed && hours <= kLongestH
      ? say('story.fullIn', { t: about(hours) })
      : null;
  }
  // At V-min the pack counts itself as nearly down to the discharge restart (SOC-6): that is where it ends in practice.
  const reserve = settingOf(settings, 'discharge_restart') ?? 0;
  const target = soc > reserve ? reserve : 0;
  const hours = hoursTo(target);
  if (soc <= 0 || hours > kLongestH) return null;
  const t = about(hours);
  return target > 0 ? say('story.downIn', { p: joined(percent(target)), t }) : say('story.emptyIn', { t });
}
