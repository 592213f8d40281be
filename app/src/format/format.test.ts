// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, test } from 'vitest';
import {
  cellVoltage, current, energy, joined, momentLabel, packVoltage, percent, power, timeSpan, truncate, useLocale,
} from './format';

beforeEach(() => useLocale('en'));

test("the manual's screen: 53.5 V, 18.5 A in, 2.0 A out (APP-1)", () => {
  const pack = 53_500;
  const inMa = 18_500;
  const outMa = 2_000;
  expect(joined(packVoltage(pack))).toBe('53.5\u00a0V');
  expect(joined(power((pack * inMa) / 1e6))).toBe('989\u00a0W');
  expect(joined(current(inMa - outMa, true))).toBe('+16.5\u00a0A');
  expect(joined(power((pack * (inMa - outMa)) / 1e6, true))).toBe('+882\u00a0W');
  expect(joined(power((pack * outMa) / 1e6))).toBe('107\u00a0W');
});

test('numbers are truncated, never rounded up', () => {
  expect(percent(99.999).text).toBe('99');
  expect(cellVoltage(3405).text).toBe('3.405');
  expect(truncate(18.5, 1)).toBe(18.5);
  expect(truncate(1.1 + 2.2, 1)).toBe(3.3);
  expect(truncate(-0.04, 1)).toBe(0);
});

test('W below 1 kW, kW above, one digit from 10 kW on and back below 9 kW', () => {
  expect(joined(power(999.9))).toBe('999\u00a0W');
  expect(joined(power(1000))).toBe('1.00\u00a0kW');
  expect(joined(power(-2459.9, true))).toBe('−2.45\u00a0kW');
  const scale = { wide: false };
  expect(power(9999, false, scale).text).toBe('9.99');
  expect(power(10_000, false, scale).text).toBe('10.0');
  expect(power(9_100, false, scale).text).toBe('9.1');
  expect(power(8_999, false, scale).text).toBe('8.99');
});

test('unknown is a dash without a unit, and no zero', () => {
  expect(joined(power(null))).toBe('–');
  expect(joined(energy(undefined))).toBe('–');
});

test('separators are those of the language', () => {
  useLocale('de');
  expect(cellVoltage(3405).text).toBe('3,405');
  expect(energy(1_234_567).text).toBe('1.234');
});

test('labels of a time axis say what tells them from their neighbours', () => {
  useLocale('en-GB');
  const noon = new Date(2026, 10, 26, 12, 30).getTime();
  expect(momentLabel(noon, 1000)).toBe('12:30:00');
  expect(momentLabel(noon, 3_600_000)).toBe('12:30');
  expect(momentLabel(new Date(2026, 10, 26).getTime(), 3_600_000)).toBe('26 Nov');
  expect(momentLabel(new Date(2026, 3, 1).getTime(), 30 * 86_400_000)).toBe('Apr');
  expect(momentLabel(new Date(2026, 0, 1).getTime(), 30 * 86_400_000)).toBe('2026');
  expect(timeSpan(noon, noon + 60_000)).toContain('12:30:00');
  expect(timeSpan(noon, noon + 400 * 86_400_000)).toMatch(/^26 Nov 2026\s–\s31 Dec 2027$/);
  useLocale('en');
});
