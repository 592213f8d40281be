// SPDX-License-Identifier: Apache-2.0
// The four charts, as what they draw and what they say of one moment or of all that is seen.
import { celsius, cellVoltage, joined, kUnknown, number, percent, power } from '../../format/format';
import { say } from '../../words/words.svelte';
import type { Drawing } from './plot';
import { extremes, lineOf, type Past } from './series';
import type { View } from './view';

export interface ChartOf {
  id: 'soc' | 'power' | 'volts' | 'celsius';
  name: string;
  drawing: Drawing;
  /** "12 % … 80 %" of what is seen, or of the point with this index; empty: nothing is known. */
  tells: (view: View, index: number | null) => string;
}

/** Chosen cells, each told by colour and dash. */
export const kCellLooks = [
  { colour: '--house', dash: [] },
  { colour: '--sun-text', dash: [8, 4] },
  { colour: '--outside', dash: [2, 3] },
  { colour: '--ink', dash: [10, 3, 2, 3] },
] as const;

/** As many digits as tell labels apart that are `step` from each other. */
export function places(step: number): number {
  const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;
  return [0, 1, 2].find((digits) => isWhole(step * 10 ** digits)) ?? 3;
}
const volts = (v: number) => joined(cellVoltage(v * 1000));
const degrees = (c: number) => joined(celsius(c, 1));
const watts = (w: number) => joined(power(w, true));
const charge = (p: number) => joined(percent(p));

type Write = (value: number) => string;

/** Of chosen cells, each says its own value of the point that is pointed at. */
function teller(past: Past, low: string, high: string, write: Write, cells: number[] = [], of = ''): ChartOf['tells'] {
  return (view, index) => {
    if (index === null) {
      const found = extremes(past, low, high, view);
      return found ? range(write(found.low), write(found.high)) : '';
    }
    const a = lineOf(past, low, low === high ? 'mean' : 'min')[index] ?? null;
    const b = lineOf(past, high, low === high ? 'mean' : 'max')[index] ?? null;
    if (a === null || b === null) return '';
    const each = cells.map((cell) => {
      const value = lineOf(past, `${of}/${cell}`, 'mean')[index] ?? null;
      return `${say('cells.cell', { n: cell })} ${value === null ? kUnknown : write(value)}`;
    });
    return [range(write(a), write(b)), ...each].join(' · ');
  };
}
const range = (low: string, high: string) => (low === high ? low : `${low} … ${high}`);

const cellLines = (past: Past, cells: number[], of: string) =>
  cells.map((cell, i) => {
    const { colour, dash } = kCellLooks[i % kCellLooks.length] ?? kCellLooks[0];
    return { colour, dash: [...dash], values: lineOf(past, `${of}/${cell}`, 'mean'), width: 1.5 };
  });

export function chartsOf(past: Past, cells: number[]): ChartOf[] {
  const of = (name: string, which: 'min' | 'mean' | 'max') => lineOf(past, name, which);
  return [
    {
      id: 'soc', name: say('history.charge'), tells: teller(past, 'soc', 'soc', charge),
      drawing: {
        band: { colour: '--safe', high: of('soc', 'max'), low: of('soc', 'min') },
        lines: [{ colour: '--safe', values: of('soc', 'mean') }],
        range: { low: 0, high: 100 },
        label: (value) => charge(value),
      },
    },
    {
      id: 'power', name: say('history.power'), tells: teller(past, 'power_w', 'power_w', watts),
      drawing: {
        band: { colour: '--sun', high: of('power_w', 'max'), low: of('power_w', 'min') },
        lines: [{ colour: '--sun-text', values: of('power_w', 'mean'), width: 1.5 }],
        range: { least: 20, withZero: true },
        label: (value, step) =>
          step >= 100 ? `${number(value / 1000, places(step / 1000))}\u00a0kW` : `${number(value)}\u00a0W`,
      },
    },
    {
      id: 'volts', name: say('history.volts'), tells: teller(past, 'cell_v_min', 'cell_v_max', volts, cells, 'cell_v'),
      drawing: {
        band: { colour: '--safe', high: of('cell_v_max', 'max'), low: of('cell_v_min', 'min') },
        lines: [
          { colour: '--safe', values: of('cell_v_max', 'mean'), width: 1 },
          { colour: '--safe', values: of('cell_v_min', 'mean'), width: 1 },
          ...cellLines(past, cells, 'cell_v'),
        ],
        range: { least: 0.02 },
        label: (value, step) => `${number(value, places(step))}\u00a0V`,
      },
    },
    {
      id: 'celsius', name: say('history.celsius'),
      tells: teller(past, 'cell_c_min', 'cell_c_max', degrees, cells, 'cell_c'),
      drawing: {
        band: { colour: '--dim', high: of('cell_c_max', 'max'), low: of('cell_c_min', 'min') },
        lines: [
          { colour: '--dim', values: of('cell_c_max', 'mean'), width: 1 },
          { colour: '--dim', values: of('cell_c_min', 'mean'), width: 1 },
          ...cellLines(past, cells, 'cell_c'),
        ],
        range: { least: 4 },
        label: (value, step) => `${number(value, places(step))}\u00a0°C`,
      },
    },
  ];
}
