// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { tellsOfSettings } from './house.svelte';

test('settings are asked for again when a pack is heard, or its switches moved', () => {
  expect(tellsOfSettings({ presence: 'live' })).toBe(true);
  expect(tellsOfSettings({ setup: { at: 1, v_bypass_mv: 3500 } })).toBe(true);
});

test('a reading alone does not ask for them', () => {
  expect(tellsOfSettings({ setup: { at: 1 }, cells: { '1': { mv: 3300 } } })).toBe(false);
  expect(tellsOfSettings({ setup: null, presence: 'stale' })).toBe(false);
});
