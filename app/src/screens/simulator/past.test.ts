// SPDX-License-Identifier: Apache-2.0
import { expect, test, vi } from 'vitest';
import type { Track } from '../../simulator/engine/types';
import { pieces } from '../history/lanes';
import { optionsOf } from '../history/plot';
import { pastOf, trackCharts } from './past';

const track: Track = {
  step_ms: 60_000, time_ms: [7, 60_007, 120_007], solar_w: [900, 1000, 1000], charger_w: [900, 700, 0], load_w: [107, 107, 0],
  battery_w: [793, 593, 0], soc_percent: [60.9, 61.2, 61.4], board_soc_percent: [60, 60.3, 60.5],
  charge_closed: [1, 0.5, 0], load_closed: [1, 1, 0], bypassing: [0, 0, 0],
  voltage_min: [3.331, 3.332, 3.333], voltage_max: [3.405, 3.406, 3.41], temperature_min: [20, 20, 20], temperature_max: [21, 21, 21],
};
const kNine = Date.UTC(2026, 5, 1, 9);

test('the chart spans from the beginning to now, in the time of the place, and relays are bands of it', () => {
  const past = pastOf(track, kNine, 180_000);
  expect(past.asked).toEqual({ from: kNine, to: kNine + 180_000 });
  expect(past.time).toEqual([kNine, kNine + 60_000, kNine + 120_000]);
  const charge = pieces(past, past.lines.get('charge_closed')?.mean ?? [], past.asked);
  expect(charge.map(({ begin, end, share }) => [begin * 3, end * 3, share].map((n) => Math.round(n * 100) / 100)))
    .toEqual([[0, 1, 1], [1, 2, 0.5], [2, 3, 0]]);
  expect(pastOf(track, kNine, 4000).asked.to, 'at least a minute').toBe(kNine + 60_000);
});

test('a point tells the charge and what the board counts, sun used and not used, lowest and highest cell', () => {
  const told = trackCharts(track).map(({ id, tells }) => [id, tells(1).map(({ text }) => text.replaceAll('\u00a0', ' '))]);
  expect(told).toEqual([
    ['charge', ['Really 61 %', 'Counted 60 %']],
    ['power', ['Sun 700 W', 'Sun not used 300 W', 'House 107 W']],
    ['volts', ['3.332 V … 3.406 V']],
  ]);
});

test('its axis says the time of the place, wherever the browser is', () => {
  const [chart] = trackCharts(track);
  if (!chart) throw new Error('no chart');
  const west = vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(300);
  const atHome = (ofPlace: boolean) =>
    optionsOf({ ...chart.drawing, ofPlace }, { width: 300, height: 100 }, () => '', () => undefined).tzDate?.(kNine).getTime();
  expect([atHome(true), atHome(false)]).toEqual([kNine + 300 * 60_000, kNine]);
  west.mockRestore();
});
