// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { aPack, kNow } from '../dev/packs';
import { freshnessOf } from '../state/house.svelte';
import { forget, recall, remember } from './memory';

function store(first: Record<string, string> = {}) {
  const kept = new Map(Object.entries(first));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const state = { heardAt: kNow, packs: { house: aPack() }, bank: null, settings: {} };

test('what was remembered is recalled, until it is forgotten', () => {
  const here = store();
  remember(state, here);
  expect(recall(here)).toEqual({ version: 1, ...state });
  forget(here);
  expect(recall(here)).toBeNull();
});

test('what cannot be understood is nothing', () => {
  for (const text of ['', '{', 'null', '7', '{"version":2,"packs":{}}', '{"version":1}']) {
    expect(recall(store({ 'cellwarden.last': text })), text).toBeNull();
  }
});

test('a store that refuses does no harm', () => {
  const refuse = () => {
    throw new Error('refused');
  };
  const none = { getItem: refuse, setItem: refuse, removeItem: refuse };
  remember(state, none);
  forget(none);
  expect(recall(none)).toBeNull();
});

test('a remembered pack is never live, however young it is (APP-7)', () => {
  const pack = aPack();
  expect(freshnessOf(pack, 'up', kNow + 1_000)).toBe('live');
  expect(freshnessOf(pack, 'connecting', kNow + 1_000)).toBe('stale');
  expect(freshnessOf(pack, 'down', kNow + 1_000)).toBe('stale');
  expect(freshnessOf(pack, 'connecting', kNow + 20_000)).toBe('no_data');
});
