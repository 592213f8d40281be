// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Engine } from './engine/engine';
import { planOf } from './engine/plan';
import type { DesignResult } from './engine/types';
import { adviceOf, bars, findingsOf, kAdvised, kFindings, kFirstWish, openings, placeOf, shares, systemOf } from './year';
import { en } from './words/en';

const path = new URL('../../../build/wasm/cellwarden.wasm', import.meta.url);

test('the engine takes the form’s first wish, and its answer is read in full', async () => {
  if (!existsSync(path)) throw new Error('build/wasm/cellwarden.wasm is missing; run script/wasm first.');
  const engine = await Engine.load(new Uint8Array(readFileSync(path)));
  expect(engine.designStart(planOf(systemOf(kFirstWish)), 1, true)).toMatchObject({ days: 84 });
  engine.designDay();
  const result = engine.designResult() as DesignResult;
  expect(adviceOf(result).map(({ name }) => name)).toEqual([...kAdvised]);
  expect(adviceOf(result)[0]).toEqual({ name: 'battery_capacity', value: 7.7, unit: 'kWh' });
  expect(result.findings.map(({ code }) => code).filter((code) => code !== 'enough')).toEqual(findingsOf(result));
  expect(bars(result)).toHaveLength(1);
  expect(shares(result).served).toBeGreaterThan(0);
}, 60_000);

const kMonth = { days: 30, harvested_wh: 0, soc_min_percent: 20, soc_max_percent: 90 };
const kResult = {
  energy: { harvested_wh: 900, missed_wh: 100, used_wh: 750, unserved_wh: 250 },
  months: [
    { ...kMonth, month: 1, used_wh: 100, unserved_wh: 300, missed_wh: 0 },
    { ...kMonth, month: 2, used_wh: 200, unserved_wh: 0, missed_wh: 50 },
    { ...kMonth, month: 3, days: 0, used_wh: 0, unserved_wh: 0, missed_wh: 0 },
  ],
} as unknown as DesignResult;

test('shares are of what was wanted and of what could have been had', () => {
  expect(shares(kResult)).toEqual({ served: 75, used: 90 });
  const none = { energy: { harvested_wh: 0, missed_wh: 0, used_wh: 0, unserved_wh: 0 } } as DesignResult;
  expect(shares(none)).toEqual({ served: null, used: null });
});

test('months are to the scale of the widest one, and a month that is not simulated yet has no bar', () => {
  expect(bars(kResult)).toMatchObject([
    { month: 1, usedWide: 25, unservedWide: 75 },
    { month: 2, usedWide: 50, unservedWide: 0, missedWh: 50 },
  ]);
});

test('what opened a relay most often comes first', () => {
  expect(openings({ 'CH-1': 3, 'CH-3': 0, 'CH-2': 7 })).toEqual({ all: 10, rules: [['CH-2', 7], ['CH-1', 3]] });
});

test('a place is named only while its latitude and its clouds are those that were measured', () => {
  expect(placeOf(kFirstWish)).toBe('Aachen');
  expect(placeOf({ ...kFirstWish, cloudsPercent: 40 })).toBe('');
});

test('every finding and every setting has its words', () => {
  for (const code of kFindings) expect(Object.keys(en)).toContain(`finding.${code}`);
  for (const name of kAdvised) {
    expect(Object.keys(en)).toContain(`advice.${name}`);
    expect(Object.keys(en)).toContain(`advice.why.${name}`);
  }
});
