// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Pack } from '../../api/schema';
import { corrections, heldRelays, newPinProblem } from './upkeep';

const panel = (charge: boolean, load: boolean) =>
  ({ panel: { hold_charge_open: charge, hold_load_open: load } }) as unknown as Pack;

test('which relays are held open (RELAY-9)', () => {
  expect(heldRelays({ panel: null })).toBeNull();
  expect(heldRelays(panel(false, false))).toBeNull();
  expect(heldRelays(panel(true, false))).toBe('charge');
  expect(heldRelays(panel(false, true))).toBe('load');
  expect(heldRelays(panel(true, true))).toBe('both');
});

test('only corrected cells are told, with a sign (CELL-10)', () => {
  const cells = { 1: { mv: 3300, c: 20, bypass: false }, 2: { mv: 3300, c: 20, bypass: false, offset_mv: -12, offset_c: 0.5 } };
  expect(corrections({ cells: cells as unknown as Pack['cells'] })).toEqual([{ cell: '2', v: '\u221212\u00a0mV', t: '+0.5\u00a0°C' }]);
});

test('a new PIN is typed twice alike, and is not the factory’s', () => {
  expect(newPinProblem('', '')).toBeNull();
  expect(newPinProblem('4711', '47')).toBeNull();
  expect(newPinProblem('4711', '4712')).toBe('differs');
  expect(newPinProblem('1234', '1234')).toBe('factory');
  expect(newPinProblem('4711', '4711')).toBeNull();
});
