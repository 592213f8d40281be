// SPDX-License-Identifier: Apache-2.0
// Relays, warnings and the mark "simulated" as bands: how large a share of each moment they held.
import type { Line, Past } from './series';
import { spanOf, type View } from './view';

export interface Piece {
  /** Shares of the width. */
  begin: number;
  end: number;
  /** Share of the time in which the flag was on, in (0, 1]; 0: known to be off. */
  share: number;
}

// Of single readings: further apart than this nothing is known between them.
const kLongestMs = 10_000;

/** Neighbours alike are one piece; where nothing is known there is none. */
export function pieces(past: Past, line: Line, view: View): Piece[] {
  const span = spanOf(view);
  const found: Piece[] = [];
  past.time.forEach((at, i) => {
    const value = line[i] ?? null;
    const until = past.step > 0 ? at + past.step : Math.min(past.time[i + 1] ?? at + 1000, at + kLongestMs);
    if (value === null || until <= view.from || at >= view.to) return;
    const begin = Math.max(0, (at - view.from) / span);
    const end = Math.min(1, (until - view.from) / span);
    const share = Math.round(value * 20) / 20 || (value > 0 ? 0.05 : 0);
    const before = found.at(-1);
    if (before && before.share === share && begin - before.end < 1e-6) before.end = end;
    else found.push({ begin, end, share });
  });
  return found;
}

export const isOn = (all: Piece[]): boolean => all.some((piece) => piece.share > 0);
export const isOnThroughout = (all: Piece[]): boolean => all.length > 0 && all.every((piece) => piece.share === 1);
