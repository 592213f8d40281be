// SPDX-License-Identifier: Apache-2.0
// Settings, links, events and a past for the page /dev/states.
import type { Event, Link, Setting, Settings } from '../api/schema';
import type { Line, Past } from '../screens/history/series';
import { kNow, someSettings } from './packs';

const kGrids: Record<string, Partial<Setting>> = {
  v_min: { min: 1.5, max: 4, step: 0.005 },
  v_max: { min: 2, max: 5, step: 0.005 },
  t_min: { min: -30, max: 60, step: 1 },
  t_max: { min: 0, max: 90, step: 1 },
  solar_peak_power: { max: 655.35, step: 0.01 },
  inverter_peak_power: { max: 655.35, step: 0.01 },
  battery_capacity: { max: 6553.5, step: 0.1 },
  nominal_cell_voltage: { min: 1, max: 5, step: 0.01 },
  profile: { max: 1, choices: [{ value: 0, name: 'guarded' }, { value: 1, name: 'exact' }] },
  out_board_version: { min: 1, max: 2, choices: [{ value: 1, name: 'v1' }, { value: 2, name: 'v2' }] },
};

/** With the steps of real ones; each: what is different in every setting. */
export function realSettings(more: Partial<Settings> = {}, each: Partial<Setting> = {}): Settings {
  const plain = someSettings();
  const rows = Object.entries(plain.settings).map(([name, row]) => [name, { ...row, ...kGrids[name], ...each }]);
  return { ...plain, settings: Object.fromEntries(rows) as Settings['settings'], ...more };
}

export const aLink = (more: Partial<Link> = {}): Link => ({
  kind: 'lines', state: 'up', place: 'tcp://192.168.1.20:2112', sentence: '', bytes: 12_345_678, good: 81_234, bad: 0,
  losses: 0, signed_in: true, device: 'cellwarden', rssi_dbm: null, ...more,
});

let last = 0;
export const anEvent = (kind: string, severity: Event['severity'], more: Partial<Event> = {}): Event => ({
  id: (last += 1), pack: 'house', at: kNow - last * 600_000, kind, severity, number: 0, value: 0, limit: 0, sentence: '',
  simulated: false, ...more,
});

/** A day in five-minute points; gap: nothing is known of its middle. */
export function aPast({ gap = false, warned = false, flat = false } = {}): Past {
  const step = 300_000;
  const count = 288;
  const from = kNow - count * step;
  const known = (i: number) => !gap || i < 120 || i > 170;
  const line = (value: (share: number) => number, spread = 0) => {
    const of = (offset: number): Line => Array.from({ length: count }, (_, i) => (known(i) ? value(i / count) + offset : null));
    return { min: of(-spread), mean: of(0), max: of(spread), unit: '' };
  };
  const day = (share: number) => (flat ? 0 : Math.sin((share - 0.25) * 2 * Math.PI));
  const share = (on: boolean) => line(() => (on ? 1 : 0));
  return {
    asked: { from, to: kNow }, askedAt: kNow, step, bad: 0,
    time: Array.from({ length: count }, (_, i) => from + i * step),
    lines: new Map([
      ['soc', line((at) => 60 + 30 * day(at))],
      ['power_w', line((at) => 900 * day(at), 80)],
      ['cell_v_min', line((at) => 3.3 + 0.04 * day(at), 0.003)],
      ['cell_v_max', line((at) => 3.32 + 0.06 * day(at), 0.003)],
      ['cell_c_min', line((at) => 18 + 3 * day(at), 0.2)],
      ['cell_c_max', line((at) => 20 + 4 * day(at), 0.2)],
      ['cell_v/7', line((at) => 3.31 + 0.05 * day(at))],
      ['cell_c/7', line((at) => 19 + 3 * day(at))],
      ['charge_closed', share(!warned)], ['load_closed', share(true)],
      ['warning_e', share(false)], ['warning_vh', share(warned)], ['warning_vl', share(false)],
      ['warning_th', share(false)], ['warning_tl', share(warned)], ['simulated', share(warned)],
    ]),
  };
}
