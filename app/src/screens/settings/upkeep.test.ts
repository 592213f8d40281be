// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Pack } from '../../api/schema';
import { clockText, corrections, heldRelays, newPinProblem, withoutTemperature } from './upkeep';

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

test('how the battery’s clock stands (EN-2)', () => {
  expect(clockText({ clock: null })).toBe('This battery tells no clock.');
  expect(clockText({ clock: { set: false, off_s: null } })).toBe('It is not set: a day is 24 h of running.');
  const off = (off_s: number) => clockText({ clock: { set: true, off_s } }).replaceAll('\u00a0', ' ');
  expect([off(-2), off(2), off(3), off(-180)]).toEqual(['It is right.', 'It is right.', 'It is 3 s ahead.', 'It is 3 min behind.']);
});

test('the cell that lacks its temperature is proposed (CELL-7)', () => {
  const cells = { 1: { mv: 3300 }, 2: { temperature_fault: 'sensor_open' } };
  expect(withoutTemperature({ cells: cells as unknown as Pack['cells'] })).toBe(2);
  expect(withoutTemperature({ cells: { 1: null } })).toBeNull();
});
