// SPDX-License-Identifier: Apache-2.0
// The frame around every screen: where one is, which pack, how old, and whether the gateway is heard.
import { dress, expect, kAway, kScreens, open, test, watch } from './house/test';
import { manualsPack } from './house/frame';

const kPack = 'hours = 6\nbegin = "10:00"\n[pack]\ncells = 4\n[pack.sensor_out]\n';
const simulated = (id: string, name = id) => ({ id, name, links: [{ kind: 'simulated' as const, at: kPack }] });

test('every screen opens by its address, and navigation says where one is', async ({ page, start }) => {
  const gateway = await start([simulated('shed', 'The shed')]);
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const screen of kScreens) {
    await open(page, gateway, screen);
    const current = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current=page]');
    await expect(current).toHaveCount(1);
    await expect(current).toHaveAttribute('href', new RegExp(`^#/${screen}`));
    await expect(page).toHaveTitle(/· The shed$/);
  }
});

test('one of several packs is chosen, and stays chosen from screen to screen', async ({ page, start }) => {
  const gateway = await start([simulated('shed', 'The shed'), simulated('boat', 'The boat')]);
  await open(page, gateway);
  const chooser = page.getByRole('combobox', { name: 'Battery' });
  await chooser.selectOption('The boat');
  await expect(page).toHaveURL(/#\/now\/boat$/);
  await page.getByRole('navigation').getByRole('link', { name: 'Cells' }).click();
  await expect(page).toHaveURL(/#\/cells\/boat$/);
  await expect(page).toHaveTitle(/· The boat$/);
  await expect(chooser).toHaveValue('boat');
});

test('a screen is not built anew when only the rest of its address changes', async ({ page, start }) => {
  const gateway = await start([simulated('shed')]);
  await open(page, gateway, 'cells', 'shed');
  const heading = await page.getByRole('heading', { level: 1 }).elementHandle();
  await page.evaluate(() => (location.hash = '#/cells/shed?cell=2'));
  await expect(page).toHaveURL(/cell=2$/);
  await page.waitForFunction(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true)))));
  expect(await heading?.evaluate((one) => one.isConnected), 'the same heading').toBe(true);
});

test('a pack that falls silent does not look alive (APP-7)', async ({ page, start, plugIn }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  await open(page, gateway);
  const age = page.locator('header');
  await expect(age).toContainText('now');
  pack.silence();
  await expect(age).toContainText(/\d+ s ago/);
  await expect(age).not.toContainText('now');
  pack.reading = manualsPack();
  await expect(age).toContainText('now');
});

test.describe('the gateway', () => {
  test.use({ provoked: [kAway] });

  test('is killed: the page says so; is back: the page lives again by itself', async ({ page, start }) => {
    const gateway = await start([simulated('shed')]);
    await open(page, gateway);
    await expect(page.locator('header')).toContainText('now');
    await gateway.end('SIGKILL');
    const banner = page.getByRole('status').filter({ hasText: 'The gateway is not heard.' });
    await expect(banner).toBeVisible();
    await expect(page.locator('header')).toContainText(/\d+ s ago/);
    await gateway.begin();
    await expect(banner).toBeHidden();
    await expect(page.locator('header')).toContainText('now');
  });
});

test('two browsers are live at once', async ({ browser, page, start }) => {
  const gateway = await start([simulated('shed')]);
  const other = await browser.newContext({ locale: 'en-GB' });
  const problems = watch(other);
  const second = await other.newPage();
  for (const one of [page, second]) await open(one, gateway);
  for (const one of [page, second]) await expect(one.locator('header')).toContainText('now');
  expect(problems).toEqual([]);
  await other.close();
});

for (const [language, now] of [['en', 'Now'], ['nl', 'Nu'], ['de', 'Jetzt'], ['fr', 'Maintenant'], ['es', 'Ahora']] as const) {
  test(`it speaks ${language}, and says so to screen readers`, async ({ context, page, start }) => {
    const gateway = await start([simulated('shed')]);
    await dress(context, { theme: 'light', language });
    await open(page, gateway);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('link', { name: now, exact: true })).toBeVisible();
  });
}

test('the first screen costs at most 60 kB on the wire', async ({ page, start }) => {
  const gateway = await start([simulated('shed')]);
  await open(page, gateway);
  const bytes = await page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const own = (entries as PerformanceResourceTiming[]).filter((one) => !one.name.includes('/api/'));
    return own.reduce((sum, one) => sum + one.encodedBodySize, 0);
  });
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(60_000);
});
