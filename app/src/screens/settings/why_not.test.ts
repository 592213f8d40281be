// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Link, Pack } from '../../api/schema';
import { whyNot } from './why_not';

const link = (change: Partial<Link>): Link => ({
  kind: 'lines', state: 'up', place: '', sentence: '', bytes: 0, good: 0, bad: 0, losses: 0, signed_in: true,
  device: 'public', rssi_dbm: null, ...change,
});
const pack = (links: Link[], generation: number | null = null, id = 'house') =>
  ({ id, links, identity: generation ? { generation } : null }) as unknown as Pack;
const no = { possible: false, why_not: 'x' };

test('what is possible needs no reason', () => {
  expect(whyNot(pack([link({})]), { possible: true, why_not: null }, 'settings')).toBeNull();
});

test('the data output alone is only listened to', () => {
  expect(whyNot(pack([link({ kind: 'serial', signed_in: null, device: null })]), no, 'settings')).toBe('listened');
});

test('over Bluetooth it is written as over any lines', () => {
  expect(whyNot(pack([link({ kind: 'bluetooth', signed_in: null })]), no, 'settings')).not.toBe('listened');
  expect(whyNot(pack([link({ kind: 'bluetooth', state: 'waiting' })]), no, 'settings')).toBe('no_connection');
});

test('a link that is down comes before a missing PIN, and that before what the pack is', () => {
  expect(whyNot(pack([link({ state: 'waiting', signed_in: false })]), no, 'settings')).toBe('no_connection');
  expect(whyNot(pack([link({ signed_in: false })]), no, 'settings')).toBe('not_signed_in');
  expect(whyNot(pack([link({ signed_in: false, device: null })]), no, 'settings')).toBe('not_signed_in');
  expect(whyNot(pack([link({})]), no, 'commands')).toBe('no_command');
});

test('a hold needs generation 3, and then leave in the configuration', () => {
  expect(whyNot(pack([link({})], 2), no, 'hold')).toBe('hold_generation');
  expect(whyNot(pack([link({})], 3), no, 'hold')).toBe('unproven');
  expect(whyNot(pack([link({})], 3), no, 'settings')).toBe('unproven');
  // Where this browser is connected by itself there is no configuration.
  expect(whyNot(pack([link({ kind: 'bluetooth' })], 3, '!boat'), no, 'settings')).toBe('unproven_here');
});
