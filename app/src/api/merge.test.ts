// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { mergeInto } from './merge';

test('objects are merged member by member, all else is replaced', () => {
  const pack = { cells: { '1': { mv: 3300, c: 20 }, '2': { mv: 3310 } }, warnings: ['E'], charge: null as unknown };
  mergeInto(pack, { cells: { '1': { mv: 3301 } }, warnings: [], charge: { soc_percent: 50 } });
  expect(pack).toEqual({
    cells: { '1': { mv: 3301, c: 20 }, '2': { mv: 3310 } },
    warnings: [],
    charge: { soc_percent: 50 },
  });
});

test('null means: not known any more', () => {
  const pack = { currents: { in_ma: 5 } as unknown };
  mergeInto(pack, { currents: null });
  expect(pack.currents).toBeNull();
});
