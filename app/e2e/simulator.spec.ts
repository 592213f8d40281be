// SPDX-License-Identifier: Apache-2.0
// The simulator in the browser (APP-6): the boards' own program, without any hardware, and without the gateway.
import type { Page } from '@playwright/test';
import { expect, open, test } from './house/test';
import { wholeHouse } from './house/whole_house';

const house = wholeHouse();

async function simulator(page: Page): Promise<void> {
  await open(page, house.gateway(), 'simulator');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
}

/** Power as the screen writes it, in W. */
async function watts(page: Page, id: string): Promise<number> {
  const text = (await page.getByTestId(id).textContent()) ?? '';
  const [, value = '', unit] = /([\d.]+)\s*(kW|W)/.exec(text) ?? [];
  return Number(value) * (unit === 'kW' ? 1000 : 1);
}
const knob = (page: Page, name: string) => page.getByRole('slider', { name });

test('it plays the boards’ own program, and no longer asks the gateway for anything', async ({ page }) => {
  const served: string[] = [];
  page.on('response', async (answer) => {
    if (answer.url().endsWith('.wasm')) served.push(answer.headers()['content-type'] ?? '');
  });
  await simulator(page);
  expect(served).toEqual(['application/wasm']);
  await page.context().setOffline(true);
  const time = page.getByTestId('sim-time');
  const before = await time.textContent();
  await page.getByRole('button', { name: '10 min/s' }).click();
  await expect(time).not.toHaveText(before ?? '');
  await expect(page.getByTestId('battery-soc')).toContainText('%');
  await page.context().setOffline(false);
});

test('knobs turn sun and house, and let go again', async ({ page }) => {
  await simulator(page);
  await knob(page, 'Sun, of its peak').fill('0');
  await expect.poll(() => watts(page, 'sun-power')).toBe(0);
  await knob(page, 'House').fill('500');
  await expect.poll(() => watts(page, 'house-power')).toBeGreaterThan(500);
  await expect(page.getByTestId('sim-headline')).toContainText('Discharging');
  await page.getByRole('button', { name: 'Held; let go' }).first().click();
  await expect.poll(() => watts(page, 'sun-power')).toBeGreaterThan(100);
});

test('paused, nothing changes, and nothing grows old', async ({ page }) => {
  await simulator(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const time = await page.getByTestId('sim-time').textContent();
  await page.waitForTimeout(5_000); // longer than three cycles: an age would show
  await expect(page.getByTestId('sim-time')).toHaveText(time ?? '');
  await expect(page.getByRole('main')).not.toContainText('s ago');
});

test('cold air is a cold battery: the warning comes with its cell, and charging is not allowed', async ({ page }) => {
  await simulator(page);
  await knob(page, 'Air around the battery').fill('-20');
  await page.getByRole('button', { name: '10 min/s' }).click();
  await expect(page.getByTestId('sim-headline')).toContainText('too cold');
  await expect(page.getByTestId('lamp-Tl')).toHaveAttribute('data-state', 'on');
  await expect(page.getByTestId('relay-charge')).toHaveAttribute('data-state', 'open');
  await expect(page.getByTestId('sim-events')).toContainText('Warning Tl');
});

test('a system of one’s own, and shipped scenarios', async ({ page }) => {
  await simulator(page);
  await page.getByLabel('Cells', { exact: true }).fill('8');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('link', { name: 'Show all 8 cells' })).toBeVisible();
  await page.getByRole('combobox', { name: /^What/ }).selectOption('Three batteries in parallel');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByTestId('bank')).toBeVisible();
  await page.getByRole('main').getByRole('combobox', { name: /^Battery/ }).selectOption({ index: 1 });
  await expect(page.getByTestId('bank')).toContainText('allowed by all batteries');
});
