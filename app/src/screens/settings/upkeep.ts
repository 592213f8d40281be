// SPDX-License-Identifier: Apache-2.0
// How things stand that an owner can tell a battery to change.
import type { Pack } from '../../api/schema';
import { joined, celsius, signedNumber } from '../../format/format';

/** What is being asked before it is done. */
export type Asked = 'pin' | 'totals' | 'hold' | 'cells' | 'offset';

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

/** A new PIN: four digits, the same twice; null: as it should be, or not complete yet. */
export function newPinProblem(pin: string, again: string): 'differs' | 'factory' | null {
  if (pin === '1234') return 'factory';
  return again.length === 4 && pin !== again ? 'differs' : null;
}
