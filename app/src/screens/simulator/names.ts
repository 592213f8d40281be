// SPDX-License-Identifier: Apache-2.0
import { number } from '../../format/format';
import type { FaultKind } from '../../simulator/engine/types';
import { amountOf } from '../../simulator/faults';
import type { Spot } from '../../simulator/shown';
import { sim, type SimulatorKey } from '../../simulator/words/words.svelte';

export function nameOf(spot: Spot): string {
  switch (spot.at) {
    case 'cell':
      return sim('spot.cell', { n: spot.cell });
    case 'wire':
      return sim('spot.wire', { a: spot.cell, b: spot.cell + 1 });
    case 'relay':
      return sim(`spot.relay${spot.relay}`);
    default:
      return sim(`spot.${spot.at}`);
  }
}

export function faultWords(words: SimulatorKey, kind: FaultKind, magnitude: number): string {
  const amount = amountOf(kind, magnitude);
  return sim(words, { m: number(amount, Number.isInteger(amount) ? 0 : 2) });
}
