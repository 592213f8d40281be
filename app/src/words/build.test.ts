// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { inOrder } from './build';

test('a language is built as its texts in the order of the English keys, whatever its own order', () => {
  expect(inOrder({ one: 'one', two: 'two' }, { two: 'twee', one: 'een' })).toEqual(['een', 'twee']);
});

test('a language that lacks a key, or has one more, is not built', () => {
  expect(() => inOrder({ one: 'one', two: 'two' }, { one: 'een' })).toThrow('two is missing');
  expect(() => inOrder({ one: 'one' }, { one: 'een', two: 'twee' })).toThrow('two is not in the English words');
});
