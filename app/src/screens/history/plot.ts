// SPDX-License-Identifier: Apache-2.0
// How a chart is drawn: uPlot's options for a band, its lines and its axes. Colours are those of the theme.
import type uPlot from 'uplot';
import { momentLabel } from '../../format/format';
import { alone, type Line } from './series';

/** Room for the numbers at the left and the half of a label at the right; the lanes keep to it, too. */
export const kLeft = 58;
export const kRight = 12;

export interface DrawnLine {
  /** A custom property of the theme, such as "--safe". */
  colour: string;
  values: Line;
  width?: number;
  dash?: number[];
}
export interface Drawing {
  /** Between these is filled; the first is the upper one. */
  band: { colour: string; high: Line; low: Line };
  lines: DrawnLine[];
  /** Fixed, or from what is seen with at least so much between them. */
  range: { low: number; high: number } | { least: number; withZero?: boolean };
  /** What stands at the axis. */
  label: (value: number, step: number) => string;
  /** Times are those of a place, as if they were UTC; else they are of this browser's clock. */
  ofPlace?: boolean;
}

type MinMax = [number, number];

/** The axis: a little more than what is seen, and never so fine that noise fills the picture. */
export function rangeOf(range: Drawing['range'], low: number | null, high: number | null): MinMax {
  if ('low' in range) return [range.low, range.high];
  let from = low ?? 0;
  let to = high ?? from;
  if (range.withZero) {
    from = Math.min(from, 0);
    to = Math.max(to, 0);
  }
  const missing = range.least - (to - from);
  if (missing > 0) {
    from -= range.withZero && from === 0 && to > 0 ? 0 : missing / 2;
    to = from + range.least;
  }
  const spare = (to - from) * 0.06;
  return [from - spare, to + spare];
}

/** The moment at which this browser's clock shows what a place's clock shows at `local`. */
const here = (local: number): number => local + new Date(local).getTimezoneOffset() * 60_000;

const labels =
  (label: (value: number, step: number) => string): uPlot.Axis.Values =>
  (_, splits, __, ___, step) => splits.map((at) => label(at, step));

/** Where nothing is known there is no scale either, unless it is a fixed one: numbers around 0 V would be invented. */
export function scaleOf({ range, label }: Drawing): { range: uPlot.Range.Function; values: uPlot.Axis.Values } {
  let isKnown = false;
  const write = labels(label);
  return {
    range: (_, low, high) => {
      isKnown = 'low' in range || low !== null;
      return rangeOf(range, low, high);
    },
    values: (plot, splits, ...rest) => (isKnown ? (write as uPlot.Axis.DynamicValues)(plot, splits, ...rest) : splits.map(() => '')),
  };
}

export function optionsOf(
  drawing: Drawing, size: { width: number; height: number }, colour: (name: string) => string,
  pointed: (index: number | null) => void,
): uPlot.Options {
  const scale = scaleOf(drawing);
  const time = drawing.ofPlace ? here : (ms: number) => ms;
  const points: uPlot.Series.Points = {
    show: true, size: 5, filter: (plot, series) => alone((plot.data[series] ?? []) as Line),
  };
  const hidden: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  const font = '12px system-ui, sans-serif';
  const axis: uPlot.Axis = {
    stroke: colour('--dim'), font, grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false },
  };
  return {
    ...size,
    ms: 1,
    tzDate: (ms) => new Date(time(ms)),
    padding: [8, kRight, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false, setScale: false },
      sync: { key: 'history' },
      y: false,
      points: { show: false },
    },
    scales: { x: { time: true, auto: false }, y: { range: scale.range } },
    axes: [
      { ...axis, size: 26, gap: 4, space: 76, values: labels((ms, step) => momentLabel(time(ms), step)) },
      { ...axis, size: kLeft, gap: 6, space: 32, values: scale.values },
    ],
    series: [
      {},
      hidden,
      hidden,
      ...drawing.lines.map((line) => ({
        stroke: colour(line.colour), width: line.width ?? 2, dash: line.dash ?? [], points,
      })),
    ],
    bands: [{ series: [1, 2], fill: colour(drawing.band.colour) + '38' }],
    hooks: { setCursor: [(plot) => pointed(plot.cursor.idx ?? null)] },
  };
}

export const dataOf = (time: number[], { band, lines }: Drawing): uPlot.AlignedData => [
  time, band.high, band.low, ...lines.map((line) => line.values),
];
