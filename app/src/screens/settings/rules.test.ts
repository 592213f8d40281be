// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Settings } from '../../api/schema';
import { advisedCapacity, problemOfRefusal, problemsOf, withoutSame } from './rules';

const setting = (value: number | null, min: number, max: number, step: number, unit: string) => ({
  value, min, max, step, unit, choices: null, writable: true, certainty: 'ours' as const, why_not: null,
});
const factory = {
  settings: {
    v_min: setting(2.7, 2, 5, 0.005, 'V'),
    v_max: setting(3.6, 2, 5, 0.005, 'V'),
    t_min: setting(10, -40, 85, 1, '°C'),
    t_max: setting(80, -40, 85, 1, '°C'),
    charge_restart: setting(95, 1, 100, 1, '%'),
    discharge_restart: setting(5, 0, 99, 1, '%'),
    battery_capacity: setting(4, 0.1, 6553.5, 0.1, 'kWh'),
  },
  v_bypass: { value: 3.4, unit: 'V' },
} as unknown as Settings;

test('V-min < V-bypass < V-max: at the limit is refused, a step inside is not', () => {
  expect(problemsOf(factory, { v_max: 3.4 }).v_max).toMatchObject({ kind: 'order', other: 'v_bypass', below: false });
  expect(problemsOf(factory, { v_max: 3.405 })).toEqual({});
  expect(problemsOf(factory, { v_min: 3.4 }).v_min).toMatchObject({ kind: 'order', other: 'v_bypass', below: true });
  expect(problemsOf(factory, { v_min: 3.395 })).toEqual({});
});

test('without a known V-bypass V-min must still be below V-max', () => {
  const unknown = { ...factory, v_bypass: { value: null, unit: 'V' } };
  expect(problemsOf(unknown, { v_min: 3.6 }).v_min).toMatchObject({ kind: 'order', other: 'v_max', limit: 3.6 });
});

test('what is staged together is compared together', () => {
  expect(problemsOf(factory, { t_min: 80 }).t_min).toMatchObject({ kind: 'order', other: 't_max' });
  expect(problemsOf(factory, { t_min: 80, t_max: 85 })).toEqual({});
  expect(problemsOf(factory, { charge_restart: 5 }).charge_restart).toMatchObject({ kind: 'order', below: false });
});

test('range, step and what is no number', () => {
  expect(problemsOf(factory, { v_min: 1.995 }).v_min).toMatchObject({ kind: 'range', min: 2, max: 5 });
  expect(problemsOf(factory, { v_min: 2.703 }).v_min).toMatchObject({ kind: 'step', step: 0.005 });
  expect(problemsOf(factory, { v_min: NaN }).v_min).toMatchObject({ kind: 'not_a_number' });
  expect(problemsOf(factory, { battery_capacity: 6553.4 })).toEqual({});
});

test('a refusal that these rules do not know keeps the gateway\u2019s sentence', () => {
  const refusal = { setting: 't_max', sentence: 'the nearest is 80.' };
  expect(problemOfRefusal(factory, { t_max: 81 }, refusal)).toEqual({
    kind: 'refused', setting: 't_max', sentence: 'the nearest is 80.',
  });
  expect(problemOfRefusal(factory, { v_max: 3.3 }, { setting: 'v_max', sentence: '' })?.kind).toBe('order');
  expect(problemOfRefusal(factory, {}, { setting: 'other', sentence: '' })).toBeNull();
});

test('what the pack has already is not a change', () => {
  expect(withoutSame(factory, { v_min: 2.7, v_max: 3.65 })).toEqual({ v_max: 3.65 });
});

test('the manual\u2019s example: four cells of 200 Ah are 1.9 kWh', () => {
  expect(advisedCapacity(200, 4, 3.2)).toBe(1.9);
});
