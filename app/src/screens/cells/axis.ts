// SPDX-License-Identifier: Apache-2.0
// The axis that all cells share: zoomed to where they are, with the thresholds that are near enough to be seen.
import type { CellView, Limits } from './states';

export type LineName = 'vMin' | 'vBypass' | 'vMax';
export interface Threshold {
  name: LineName;
  mv: number;
}
export interface Axis {
  lowMv: number;
  highMv: number;
  lines: Threshold[];
  /** Thresholds too far away to be drawn without hiding the differences between cells. */
  beyond: Threshold[];
}

// 1 mV must not look like a difference between two cells that are the same.
const kLeastSpanMv = 60;
const kNearMv = 350;

/** Zoomed to the cells and every threshold near them, or at least the nearest one. */
export function axisOf(cells: CellView[], limits: Limits): Axis {
  const all = (['vMin', 'vBypass', 'vMax'] as const).flatMap((name) => {
    const mv = limits[name];
    return mv === null ? [] : [{ name, mv }];
  });
  const read = cells.flatMap((cell) => (cell.mv === null || cell.why === 'voltage' ? [] : [cell.mv]));
  const values = read.length > 0 ? read : all.map((line) => line.mv);
  if (values.length === 0) return { lowMv: 2500, highMv: 3700, lines: [], beyond: [] };
  const low = Math.min(...values);
  const high = Math.max(...values);
  const away = (line: Threshold) => Math.max(0, low - line.mv, line.mv - high);
  const nearest = Math.min(...all.map(away));
  const lines = all.filter((line) => away(line) <= Math.max(kNearMv, nearest));
  const ends = [low, high, ...lines.map((line) => line.mv)];
  const top = Math.max(...ends);
  const bottom = Math.min(...ends, top - kLeastSpanMv);
  const span = top - bottom;
  return {
    lowMv: Math.floor(bottom - span * 0.2),
    highMv: Math.ceil(top + span * 0.12),
    lines,
    beyond: all.filter((line) => !lines.includes(line)),
  };
}

/** 0 at the bottom, 1 on top; what is beyond stays at the edge. */
export function heightOf(mv: number, axis: Axis): number {
  const part = (mv - axis.lowMv) / (axis.highMv - axis.lowMv);
  return Math.min(1, Math.max(0, part));
}
