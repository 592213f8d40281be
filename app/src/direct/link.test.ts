// SPDX-License-Identifier: Apache-2.0
import { expect, test, vi } from 'vitest';

vi.mock('virtual:direct', () => ({ wasm: null }));
vi.mock('../state/house.svelte', () => ({ kDirect: '!', isDirect: () => true, house: {} }));
vi.mock('./words/words.svelte', () => ({ direct: (key: string) => key }));
const { idOf } = await import('./link.svelte');

test('a battery keeps its id by its name, and no two share one', () => {
  expect(idOf('My Boat', [])).toBe('!my-boat');
  const known = [{ id: '!my-boat', name: 'My Boat' }];
  expect(idOf('My Boat', known)).toBe('!my-boat');
  expect(idOf('my boat!', known)).toBe('!my-boat-2');
  expect(idOf('Zürich', [])).toBe('!zurich');
  expect(idOf('船', [])).toBe('!battery');
});
