// SPDX-License-Identifier: Apache-2.0
// Why a relay is open (RELAY-3), said from rule, cell, value and limit: a clause that stands behind a colon.
import type { Reason } from '../api/schema';
import { cellVoltage, joined } from '../format/format';
import { say, type Key } from '../words/words.svelte';
import { celsiusOf, lasting, percentOf } from './amounts';

export type RelayName = 'charge' | 'load';

const kClauses: Record<string, Key> = {
  'CH-1': 'why.CH-1',
  'CH-2': 'why.CH-2',
  'CH-3': 'why.cold',
  'CH-4': 'why.hot',
  'CH-5': 'why.silent',
  'CH-11': 'why.CH-11',
  'CH-12': 'why.CH-12',
  'CH-13': 'why.CH-13',
  'CH-14': 'why.temperature',
  'CH-15': 'why.silent',
  'LD-1': 'why.LD-1',
  'LD-2': 'why.cold',
  'LD-3': 'why.hot',
  'LD-4': 'why.silent',
  'LD-11': 'why.LD-11',
  'LD-12': 'why.LD-12',
  'LD-13': 'why.temperature',
  'LD-14': 'why.silent',
  'RELAY-9': 'why.RELAY-9',
  'OUT-6': 'why.OUT-6',
};

const write: Record<string, (raw: number) => string> = {
  lowest_cell_voltage: (mv) => joined(cellVoltage(mv)),
  highest_cell_voltage: (mv) => joined(cellVoltage(mv)),
  lowest_cell_temperature: celsiusOf,
  highest_cell_temperature: celsiusOf,
  nearest_temperature: celsiusOf,
  state_of_charge: percentOf,
};

function keyOf({ rule, subject }: Reason, relay: RelayName): Key {
  if (rule === 'RELAY-1') {
    if (subject === 'restart_delay') return 'why.delay';
    return relay === 'charge' ? 'why.chargeMargin' : 'why.loadMargin';
  }
  return kClauses[rule ?? ''] ?? 'why.unknown';
}

export function reasonClause(reason: Reason, relay: RelayName): string {
  const { cell, subject } = reason;
  const value = reason.value ?? 0;
  const limit = reason.limit ?? 0;
  // The battery's own warning proves it, but a data output has no T-min and T-max.
  const isTold = reason.limit !== null;
  const text = write[subject ?? ''] ?? String;
  return say(keyOf(reason, relay), {
    cell: cell ?? '–',
    v: text(value),
    limit: isTold ? text(limit) : say('why.notTold'),
    t: lasting(limit - value),
  });
}
