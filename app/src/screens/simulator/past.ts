// SPDX-License-Identifier: Apache-2.0
// The simulation since its beginning, as the charts of the history take it. Times are local at the place, as if UTC.
import { cellVoltage, joined, number, percent, power } from '../../format/format';
import type { Track } from '../../simulator/engine/types';
import { sim } from '../../simulator/words/words.svelte';
import { say } from '../../words/words.svelte';
import { places } from '../history/drawings';
import type { Drawing } from '../history/plot';
import type { Past } from '../history/series';

const kShortestMs = 60_000;

/** beginMs: the place's clock at the beginning; timeMs: so much has passed since. */
export function pastOf(track: Track, beginMs: number, timeMs: number): Past {
  const line = (values: number[]) => ({ min: values, mean: values, max: values, unit: '' });
  return {
    asked: { from: beginMs, to: beginMs + Math.max(timeMs, kShortestMs) },
    askedAt: 0,
    step: track.step_ms,
    time: track.time_ms.map((_, i) => beginMs + i * track.step_ms),
    lines: new Map([['charge_closed', line(track.charge_closed)], ['load_closed', line(track.load_closed)]]),
    bad: 0,
  };
}

export interface TrackChart {
  id: 'charge' | 'power' | 'volts';
  name: string;
  drawing: Drawing;
  /** What each line says of the point with this index; the colour is that of its line. */
  tells: (index: number) => { colour: string; text: string }[];
}

const watts = (w: number) => joined(power(w));
const volts = (v: number) => joined(cellVoltage(v * 1000));

export function trackCharts(track: Track): TrackChart[] {
  const at = (line: number[], index: number) => line[index] ?? NaN;
  const { soc_percent: soc, board_soc_percent: counted, solar_w: sun, charger_w: used, load_w: house } = track;
  return [
    {
      id: 'charge', name: say('history.charge'),
      drawing: {
        band: { colour: '--safe', high: soc, low: counted },
        lines: [{ colour: '--safe', values: soc }, { colour: '--ink', values: counted, width: 1, dash: [4, 4] }],
        range: { low: 0, high: 100 }, label: (value) => joined(percent(value)), ofPlace: true,
      },
      tells: (i) => [
        { colour: '--safe', text: sim('track.truly', { v: joined(percent(at(soc, i))) }) },
        { colour: '--ink', text: sim('track.counted', { v: joined(percent(at(counted, i))) }) },
      ],
    },
    {
      id: 'power', name: sim('track.power'),
      drawing: {
        band: { colour: '--sun', high: sun, low: used },
        lines: [{ colour: '--sun-text', values: used, width: 1.5 }, { colour: '--house', values: house, width: 1.5 }],
        range: { least: 20, withZero: true }, ofPlace: true,
        label: (w, step) => (step >= 100 ? `${number(w / 1000, places(step / 1000))}\u00a0kW` : `${number(w)}\u00a0W`),
      },
      tells: (i) => [
        { colour: '--sun-text', text: `${say('now.sun')} ${watts(at(used, i))}` },
        { colour: '--sun', text: `${sim('sum.missed')} ${watts(Math.max(0, at(sun, i) - at(used, i)))}` },
        { colour: '--house', text: `${say('now.house')} ${watts(at(house, i))}` },
      ],
    },
    {
      id: 'volts', name: sim('track.volts'),
      drawing: {
        band: { colour: '--safe', high: track.voltage_max, low: track.voltage_min },
        lines: [
          { colour: '--safe', values: track.voltage_max, width: 1 },
          { colour: '--safe', values: track.voltage_min, width: 1 },
        ],
        range: { least: 0.02 }, label: (v, step) => `${number(v, places(step))}\u00a0V`, ofPlace: true,
      },
      tells: (i) => [{ colour: '--safe', text: `${volts(at(track.voltage_min, i))} … ${volts(at(track.voltage_max, i))}` }],
    },
  ];
}
