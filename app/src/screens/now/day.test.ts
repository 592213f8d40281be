// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { areaOf, dayFrom, pathOf, powerRange } from './day';

const series = (name: string, mean: (number | null)[]) => ({
  name,
  unit: '',
  shape: 'value' as const,
  min: mean,
  mean,
  max: mean,
});

test('series are found by their names, in any order', () => {
  const chart = {
    step_ms: 1,
    time_ms: [1, 2],
    bad_blocks: 0,
    series: [series('power_w', [5, -5]), series('soc', [50, null])],
  };
  expect(dayFrom(chart)).toEqual({ time: [1, 2], soc: [50, null], powerW: [5, -5] });
});

test('a line has a gap where nothing is known, and keeps its place in time', () => {
  const path = pathOf([0, 25, 50, 75, 100], [0, 50, null, 100, 0], 0, 100, { low: 0, high: 100 });
  expect(path).toBe('M0.00 100.00L25.00 50.00M75.00 0.00L100.00 100.00');
});

test('power is drawn around 0', () => {
  expect(powerRange([300, null, 100])).toEqual({ low: 0, high: 300 });
  expect(powerRange([-300, 100])).toEqual({ low: -300, high: 100 });
});

test('each piece of the area stands on the ground', () => {
  expect(areaOf('M0 40L25 50M75 0L100 10')).toBe('M0 40L25 50L25 100L0 100ZM75 0L100 10L100 100L75 100Z');
});
