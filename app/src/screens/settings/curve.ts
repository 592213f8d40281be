// SPDX-License-Identifier: Apache-2.0
// The picture that V-min, V-bypass and V-max are set on: a LiFePO4 cell's voltage at rest, from empty to full.

/** [charge in %, volt]: the open circuit voltage of the twin's 100 Ah cell (twin/src/cell_parameters_lfp.cpp). */
export const kRestCurve: readonly (readonly [number, number])[] = [
  [0, 2.1482], [0.5, 2.5999], [1, 2.7426], [2, 2.8798], [3, 2.9617], [4, 3.0213], [5, 3.0684], [6, 3.1072],
  [8, 3.1678], [10, 3.1998], [12, 3.2071], [15, 3.2138], [20, 3.2378], [25, 3.2582], [30, 3.274], [34, 3.2834],
  [38, 3.2908], [42, 3.2955], [50, 3.2993], [60, 3.3033], [66, 3.3076], [70, 3.3135], [74, 3.3235], [78, 3.3318],
  [82, 3.338], [90, 3.3418], [95, 3.3438], [98, 3.3484], [99, 3.3661], [99.5, 3.4072], [100, 3.5643], [101, 3.75],
];

export interface Span {
  low: number;
  high: number;
}

const kTypical: Span = { low: 2.4, high: 3.8 };
const kRoom = 0.1;

/** What the axis shows: the curve's interesting part, and every value with room to drag it. */
export function spanOf(values: readonly (number | null)[]): Span {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  return {
    low: Math.max(1.9, Math.min(kTypical.low, ...known.map((value) => value - kRoom))),
    high: Math.min(5.1, Math.max(kTypical.high, ...known.map((value) => value + kRoom))),
  };
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const yOf = (volt: number, span: Span, box: Box): number =>
  box.top + box.height * (1 - (volt - span.low) / (span.high - span.low));
export const voltAt = (y: number, span: Span, box: Box): number =>
  span.low + (span.high - span.low) * (1 - (y - box.top) / box.height);
export const xOf = (percent: number, box: Box): number => box.left + (box.width * percent) / 101;

/** SVG path of the curve; what lies below the axis is left to the clip. */
export const curvePath = (span: Span, box: Box): string =>
  'M' + kRestCurve.map(([soc, volt]) => `${xOf(soc, box).toFixed(1)} ${yOf(volt, span, box).toFixed(1)}`).join('L');

/** Where the labels of three lines stand so that none covers another: same order, at least `apart` between them. */
export function spread(ys: readonly number[], apart: number, low: number, high: number): number[] {
  const order = ys.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  order.forEach((one, i) => (one.y = Math.max(one.y, i ? (order[i - 1] as { y: number }).y + apart : low)));
  for (let i = order.length - 1; i >= 0; i -= 1) {
    const one = order[i] as { y: number };
    one.y = Math.min(one.y, i === order.length - 1 ? high : (order[i + 1] as { y: number }).y - apart);
  }
  const placed: number[] = [];
  for (const { y, index } of order) placed[index] = y;
  return placed;
}

/** A handle cannot be dragged across V-bypass: it stays one step beside it. */
export function besideBypass(which: 'v_min' | 'v_max', volt: number, bypass: number | null, step: number): number {
  if (bypass === null) return volt;
  const limit = which === 'v_min' ? bypass - step : bypass + step;
  return which === 'v_min' ? Math.min(volt, limit) : Math.max(volt, limit);
}
