// SPDX-License-Identifier: Apache-2.0
// Every screen on a phone and on a desk, in light and dark, of the system that the gateway shows when no pack is
// configured, with its simulated past; and a broken wire. It is always the same morning (script/pictures tells the
// gateway so), so that a picture changes when the app does. PICTURES is the folder that they go to.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Gateway } from '../house/gateway';
import { dress, expect, kScreens, open, test } from '../house/test';
import { asWebp } from './webp';

const kMorning = '2027-06-21 07:40:00';
// Some days of it, so that it is there soon.
const kPast = '[history]\nbackfill_days = 4\n';
const kMostBytes = 120_000;
const kPastTakesMs = 240_000;
const kSizes = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;

const kBroken = `
name = "A broken wire"
days = 1
begin = "07:40"
[pack]
cells = 16
capacity_ah = 100
soc_percent = 71
[pack.spread]
capacity_percent = 1
soc_percent = 0.3
resistance_percent = 5
[pack.sensor_out]
[[fault]]
kind = "chain_wire_broken"
cell = 6
start = "07:40:20"
`;

const folder = process.env.PICTURES ?? '';
// Names of the pictures that are wanted; all of them, if it is empty.
const wanted = new Set((process.env.PICTURES_WANTED ?? '').split(' ').filter((name) => name));
const isWanted = (name: string) => wanted.size === 0 || wanted.has(name);
// A clock that is ahead: with one that is set, the library also moves the clock that counts from the boot.
const morning = () => ({
  LD_PRELOAD: process.env.FAKETIME_LIBRARY ?? '',
  FAKETIME: `+${Math.round((Date.parse(`${kMorning}Z`) - Date.now()) / 1000)}`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  TZ: 'UTC',
});
let lived: Gateway;
let broken: Gateway;

/** The past is simulated behind the first answer; then the pack stands where its past has led it. */
async function pastIsThere(gateway: Gateway): Promise<void> {
  const begun = new Date(`${kMorning}Z`).getTime();
  const last = async () => (await gateway.get<{ last: number | null }>('api/v1/packs/simulated/history/span')).last ?? 0;
  await expect.poll(last, { timeout: kPastTakesMs, intervals: [2_000] }).toBeGreaterThan(begun);
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(2_000); // values ease in, charts are drawn
  await expect(page.getByText(/^\s*Loading …/)).toHaveCount(0);
  const picture = await asWebp(page, await page.screenshot({ animations: 'disabled' }));
  expect(picture.length, name).toBeLessThan(kMostBytes);
  writeFileSync(join(folder, `${name}.webp`), picture);
}

test.beforeAll(async () => {
  test.setTimeout(kPastTakesMs);
  lived = await Gateway.start([], kPast, morning());
  broken = await Gateway.start([{ id: 'cabin', name: 'The cabin', links: [{ kind: 'simulated', at: kBroken }] }], '', morning());
  await pastIsThere(lived);
});
test.afterAll(async () => {
  for (const gateway of [lived, broken]) await gateway?.stop();
});

for (const [size, look] of Object.entries(kSizes)) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size}, ${theme}`, () => {
      test.use(look);
      test('pictures', async ({ context, page }) => {
        await dress(context, { theme });
        await page.clock.install({ time: `${kMorning}Z` });
        for (const screen of kScreens) {
          const name = `${screen}-${size}-${theme}`;
          if (!isWanted(name)) continue;
          await open(page, lived, screen);
          await take(page, name);
        }
        for (const screen of ['now', 'cells'] as const) {
          const name = `broken-${screen}-${size}-${theme}`;
          if (!isWanted(name)) continue;
          await open(page, broken, screen);
          await expect(page.getByText(/No data from cell 6/).first()).toBeVisible();
          await take(page, name);
        }
      });
    });
  }
}
