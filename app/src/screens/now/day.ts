// SPDX-License-Identifier: Apache-2.0
// The last 24 hours of a pack, as lines in a picture of 0 … 100 across and down.
import type { Chart } from '../../api/schema';

export type Line = (number | null)[];
export interface Day {
  time: number[];
  soc: Line;
  powerW: Line;
}

export function dayFrom(chart: Chart): Day {
  const named = (name: string) => chart.series.find((one) => one.name === name)?.mean ?? [];
  return { time: chart.time_ms, soc: named('soc'), powerW: named('power_w') };
}

export const known = (line: Line): number[] => line.filter((value): value is number => value !== null);

export interface Range {
  low: number;
  high: number;
}

/** Spans the values and 0, so that charging stands above the line and discharging below it. */
export function powerRange(line: Line): Range {
  const values = known(line);
  return { low: Math.min(0, ...values), high: Math.max(0, ...values) };
}

/** An SVG path; where a value is not known the line has a gap. */
export function pathOf(time: number[], line: Line, from: number, to: number, { low, high }: Range): string {
  const span = high - low || 1;
  let path = '';
  let drawing = false;
  line.forEach((value, index) => {
    if (value === null) return void (drawing = false);
    const x = (((time[index] ?? from) - from) / (to - from)) * 100;
    const y = 100 - ((value - low) / span) * 100;
    path += `${drawing ? 'L' : 'M'}${x.toFixed(2)} ${y.toFixed(2)}`;
    drawing = true;
  });
  return path;
}

/** The line of pathOf, with each of its pieces closed down to the ground. */
export function areaOf(path: string): string {
  const pieces = path.split('M').filter(Boolean);
  return pieces
    .map((piece) => {
      const points = piece.split('L');
      const x = (point: string | undefined) => (point ?? '0').split(' ')[0];
      return `M${piece}L${x(points.at(-1))} 100L${x(points[0])} 100Z`;
    })
    .join('');
}
