// SPDX-License-Identifier: Apache-2.0
// How things stand that an owner can tell a battery to change.
import type { Pack, Settings } from '../../api/schema';
import { joined, celsius, signedNumber } from '../../format/format';
import { lasting } from '../../story/amounts';
import { say } from '../../words/words.svelte';

/** What is being asked before it is done. */
export type Asked = 'pin' | 'totals' | 'hold' | 'cells' | 'offset' | 'waive' | 'clock';

/** Which relays the owner holds open (RELAY-9); null: none, or not told. */
export function heldRelays({ panel }: Pick<Pack, 'panel'>): 'charge' | 'load' | 'both' | null {
  if (!panel) return null;
  if (panel.hold_charge_open && panel.hold_load_open) return 'both';
  if (panel.hold_charge_open) return 'charge';
  return panel.hold_load_open ? 'load' : null;
}

/** What the readings of cells are corrected by (CELL-10), in words to fill in. */
export function corrections({ cells }: Pick<Pack, 'cells'>): { cell: string; v: string; t: string }[] {
  return Object.entries(cells).flatMap(([cell, one]) => {
    const mv = one?.offset_mv ?? 0;
    const c = one?.offset_c ?? 0;
    if (mv === 0 && c === 0) return [];
    const t = joined({ ...celsius(c), text: signedNumber(c, 1) });
    return [{ cell, v: `${signedNumber(mv)}\u00a0mV`, t }];
  });
}

/** The first cell whose temperature is invalid; null: none. */
export function withoutTemperature({ cells }: Pick<Pack, 'cells'>): number | null {
  const found = Object.entries(cells).find(([, one]) => (one?.temperature_fault ?? 'none') !== 'none');
  return found ? Number(found[0]) : null;
}

/** A new PIN: four digits, the same twice; null: as it should be, or not complete yet. */
export function newPinProblem(pin: string, again: string): 'differs' | 'factory' | null {
  if (pin === '1234') return 'factory';
  return again.length === 4 && pin !== again ? 'differs' : null;
}

// The gateway leaves a clock alone that is off by no more.
const kRightS = 2;

/** How the battery's own clock stands (EN-2). */
export function clockText({ clock }: Pick<Settings, 'clock'>): string {
  if (!clock) return say('keep.clock.unknown');
  if (clock.off_s === null) return say('keep.clock.none');
  const off = Math.abs(clock.off_s);
  if (off <= kRightS) return say('keep.clock.right');
  return say(clock.off_s > 0 ? 'keep.clock.ahead' : 'keep.clock.behind', { t: lasting(off * 1000) });
}
