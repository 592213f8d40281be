// SPDX-License-Identifier: Apache-2.0
// Every cell, as the pack told it (APP-2): green, yellow, red by more than colour; where a chain is broken (CHAIN-6, PLUS-2).
import type { Locator, Page } from '@playwright/test';
import { brokenWire } from './house/broken_wire';
import { manualsPack } from './house/frame';
import { expect, open, test } from './house/test';

const cell = (page: Page, number: number): Locator => page.getByRole('button', { name: new RegExp(`^Cell ${number}: `) });

/** "rgb(47, 143, 91)" as [hue in degrees]: 0 is red, 120 green. */
const hueOf = (bar: Locator) => bar.evaluate((one) => {
  const [r = 0, g = 0, b = 0] = (/\d+, \d+, \d+/.exec(getComputedStyle(one).backgroundColor)?.[0] ?? '')
    .split(', ').map((part) => Number(part) / 255);
  const span = Math.max(r, g, b) - Math.min(r, g, b);
  const sixth = Math.max(r, g, b) === r ? (g - b) / span : Math.max(r, g, b) === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return (sixth * 60 + 360) % 360;
});

test('a broken wire is said with its place, and no cell passes for live meanwhile', async ({ page, start }) => {
  const gateway = await start([{ id: 'shed', links: [{ kind: 'simulated', at: brokenWire('12:02:30'), speed: 5 }] }]);
  await open(page, gateway, 'cells');
  const main = page.getByRole('main');
  await expect(main).toContainText('No data from cell 6: check the wire between cell 6 and cell 7, and the board on cell 6.');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('8 cells, not heard');
  await expect(cell(page, 3)).toHaveAccessibleName(/not known/);
  const broken = page.getByRole('img', { name: /No data from cell 6/ });
  const [at, left, right] = await Promise.all([broken, cell(page, 6), cell(page, 7)].map((one) => one.boundingBox()));
  expect(at?.x).toBeGreaterThan(left?.x ?? Infinity);
  expect((at?.x ?? Infinity) + (at?.width ?? 0)).toBeLessThan((right?.x ?? 0) + (right?.width ?? 0));
  // Somebody mends it.
  await expect(page.getByRole('heading', { level: 1 })).toContainText('mV apart', { timeout: 40_000 });
  await expect(cell(page, 3)).toHaveAccessibleName(/safe/);
  await expect(broken).toHaveCount(0);
});

test('a cell that reaches V-max turns red and is named; the others stay green', async ({ page, plugIn, start }) => {
  const healthy = manualsPack();
  const pack = await plugIn(healthy);
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  await open(page, gateway, 'cells');
  await expect(cell(page, 7)).toHaveAccessibleName('Cell 7: 3.345 V, 20 °C, safe');
  await expect(cell(page, 16)).toHaveAccessibleName('Cell 16: 3.340 V, 20 °C, safe');
  const bar = (number: number) => cell(page, number).locator('.bar');
  expect(await hueOf(bar(7))).toBeGreaterThan(90);
  // The highest of those that had been read when one came.
  const chosen = page.getByRole('heading', { level: 2, name: /^Cell \d/ });
  const first = /^Cell \d+ /.exec((await chosen.textContent()) ?? '')?.[0] ?? '';
  expect(first).not.toBe('');

  const above = { cells: healthy.cells.map((one, index) => (index === 6 ? { mv: 3600, c: 20.7 } : one)) };
  pack.reading = manualsPack({ ...above, warnings: ['Vh'], chargingAllowed: false, inMa: 0 });
  await expect(cell(page, 7)).toHaveAccessibleName('Cell 7: 3.600 V, 20 °C, voltage at or above V-max');
  await expect(chosen, 'its day is not read anew for another').toContainText(first);
  await expect(cell(page, 7)).toContainText('✕');
  expect(await hueOf(bar(7)), 'red').toBeLessThan(20);
  expect(await hueOf(bar(8)), 'green').toBeGreaterThan(90);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('16 cells, 260 mV apart.');
});

test('bars are drawn to scale between the limits that the pack told', async ({ page, plugIn, start }) => {
  const cells = [3400, 3500, 3600, 3300].map((mv) => ({ mv, c: 20.7 }));
  const pack = await plugIn(manualsPack({ cells, warnings: ['Vh'], chargingAllowed: false }));
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  await open(page, gateway, 'cells');
  await expect(cell(page, 4)).toHaveAccessibleName(/3\.300\sV/);
  const tops = await Promise.all([1, 2, 3].map(async (number) => (await cell(page, number).locator('.bar').boundingBox())?.y ?? NaN));
  const [low, middle, high] = tops as [number, number, number];
  expect(low - middle, 'equal steps of voltage are equal steps of height').toBeCloseTo(middle - high, 0);
  const line = await page.getByRole('group', { name: 'All cells' }).getByText('V-max 3.600 V').locator('..').boundingBox();
  expect(Math.abs((line?.y ?? 0) - high), 'a cell at V-max ends at its line').toBeLessThan(4);
});

test('the table says what the API says', async ({ page, start }) => {
  const gateway = await start([{ id: 'shed', links: [{ kind: 'simulated', at: 'hours = 6\nbegin = "09:00"\n[pack]\ncells = 16\n[pack.spread]\nvoltage_error_mv = 9\n' }] }]);
  await open(page, gateway, 'cells');
  await page.getByRole('button', { name: 'As a table' }).click();
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(17);
  await expect(async () => {
    const pack = await gateway.get<{ cells: Record<string, { mv: number; c: number }> }>('api/v1/packs/shed');
    for (const [number, { mv }] of Object.entries(pack.cells)) {
      await expect(rows.nth(Number(number))).toContainText(`${(mv / 1000).toFixed(3)} V`, { timeout: 100 });
    }
  }).toPass();
  await page.getByRole('button', { name: 'As a table' }).click();
  await page.getByLabel('Order').selectOption('Voltage');
  const shown = await page.getByRole('button', { name: /^Cell \d+: / }).evaluateAll((all) =>
    all.map((one) => Number(/: ([\d.]+) V/.exec(one.getAttribute('aria-label') ?? '')?.[1])));
  expect(shown).toEqual([...shown].sort((a, b) => b - a));
});

test('255 cells are all there, and the arrow keys go through them', async ({ page, start }) => {
  const gateway = await start([{ id: 'big', links: [{ kind: 'simulated', at: '255-cells' }] }]);
  await open(page, gateway, 'cells');
  await expect(page.getByRole('button', { name: /^Cell \d+: .* safe/ })).toHaveCount(255);
  await cell(page, 100).click();
  await expect(page.getByRole('heading', { level: 2, name: /^Cell 100/ })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, 101)).toBeFocused();
  await expect(page.getByRole('heading', { level: 2, name: /^Cell 101/ })).toBeVisible();
});
