// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { typed, useLocale } from './format';
import { decimalsOf, onGrid, parseNumber } from './parse';

test('a number is read with a comma or a point, and either minus', () => {
  expect(parseNumber('3,60')).toBe(3.6);
  expect(parseNumber(' 3.605 ')).toBe(3.605);
  expect(parseNumber('\u221212')).toBe(-12);
  expect(parseNumber('-12')).toBe(-12);
});

test('what could be meant in two ways is no number', () => {
  for (const text of ['', '1.200,5', '1,2,3', '3.6 V', 'abc', '.', '1e3', 'Infinity']) {
    expect(parseNumber(text), text).toBeNaN();
  }
});

test('decimals follow the step', () => {
  expect([1, 0.1, 0.01, 0.005, 10].map(decimalsOf)).toEqual([0, 1, 2, 3, 0]);
});

test('a dragged value lands on the grid, inside the range', () => {
  const volts = { min: 2, max: 5, step: 0.005 };
  expect(onGrid(3.6024, volts)).toBe(3.6);
  expect(onGrid(3.6026, volts)).toBe(3.605);
  expect(onGrid(1, volts)).toBe(2);
  expect(onGrid(9, volts)).toBe(5);
});

test.each(['en', 'nl', 'de', 'fr', 'es'])('what stands in a field is read again as the same number (%s)', (language) => {
  useLocale(language);
  for (const value of [6553.4, 3.605, -12, 0]) expect(parseNumber(typed(value, 3))).toBe(value);
  useLocale('en');
});
