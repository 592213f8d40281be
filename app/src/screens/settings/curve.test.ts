// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { besideBypass, kRestCurve, spanOf, spread, voltAt, yOf } from './curve';

const box = { left: 0, top: 10, width: 100, height: 200 };

test('the curve rises all the way', () => {
  for (let i = 1; i < kRestCurve.length; i += 1) {
    const [before, here] = [kRestCurve[i - 1], kRestCurve[i]];
    expect(here![0]).toBeGreaterThan(before![0]);
    expect(here![1]).toBeGreaterThan(before![1]);
  }
});

test('a place on the picture is the voltage that is drawn there', () => {
  const span = spanOf([2.7, 3.4, 3.6]);
  expect(span).toEqual({ low: 2.4, high: 3.8 });
  expect(voltAt(yOf(3.605, span, box), span, box)).toBeCloseTo(3.605, 9);
  expect(yOf(3.8, span, box)).toBe(10);
});

test('other chemistries find room', () => {
  expect(spanOf([3.0, 4.2, 4.3, null, NaN]).high).toBeCloseTo(4.4);
});

test('labels keep their order and their distance, inside the picture', () => {
  expect(spread([50, 55, 100], 20, 0, 200)).toEqual([50, 70, 100]);
  expect(spread([195, 190, 10], 20, 0, 200)).toEqual([200, 180, 10]);
});

test('a handle stops one step beside V-bypass', () => {
  expect(besideBypass('v_max', 3.2, 3.4, 0.005)).toBeCloseTo(3.405);
  expect(besideBypass('v_min', 3.5, 3.4, 0.005)).toBeCloseTo(3.395);
  expect(besideBypass('v_min', 2.7, 3.4, 0.005)).toBe(2.7);
  expect(besideBypass('v_min', 3.5, null, 0.005)).toBe(3.5);
});
