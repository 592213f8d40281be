// SPDX-License-Identifier: Apache-2.0
// The app's own settings (APP-3, APP-5): language, look, awake; who one is; what this is.
import { expect, open, test } from './house/test';

test.use({ provoked: [/status of (401|403)/] });

const kCabin = 'hours = 6\nbegin = "11:30"\n[pack]\ncells = 8\n';
const kPacks = [{ id: 'cabin', links: [{ kind: 'simulated' as const, at: kCabin }] }];

test('language and look are taken at once, and kept in this browser', async ({ page, start }) => {
  const gateway = await start(kPacks);
  await open(page, gateway, 'more');
  await page.getByLabel('Language').selectOption('Nederlands');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Meer');
  await expect(page.locator('html')).toHaveAttribute('lang', 'nl');
  await page.getByRole('radio', { name: 'donker' }).check();
  await page.getByRole('switch', { name: 'Hoog contrast' }).check();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Meer');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');
  await page.getByRole('radio', { name: 'zoals het apparaat' }).check();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
});

test('the screen is kept awake while that is chosen', async ({ page, start }) => {
  await page.addInitScript(() => {
    const lock = Object.assign(new EventTarget(), { released: false, release: async () => void (document.title = 'let go') });
    Object.defineProperty(navigator, 'wakeLock', {
      value: { request: async () => (document.documentElement.dataset.awake = 'yes', lock) },
    });
  });
  const gateway = await start(kPacks);
  await open(page, gateway, 'more');
  await expect(page.locator('html')).not.toHaveAttribute('data-awake');
  await page.getByRole('switch', { name: 'Keep the screen awake' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-awake', 'yes');
  await page.getByRole('switch', { name: 'Keep the screen awake' }).uncheck();
  await expect(page).toHaveTitle('let go');
});

test('an owner sets a password, only looks until signed in with it, and signs out', async ({ page, start }) => {
  const gateway = await start(kPacks);
  await open(page, gateway, 'more');
  const main = page.getByRole('main');
  await expect(main).toContainText('No owner password is set');
  await page.getByText('Set a password').first().click();
  await page.getByLabel('New password, at least 8 characters').fill('short');
  await expect(page.getByRole('button', { name: 'Set a password' })).toBeDisabled();
  await page.getByLabel('New password, at least 8 characters').fill('sun and battery');
  await page.getByRole('button', { name: 'Set a password' }).click();
  await expect(main).toContainText('The password is set.');
  await expect(main).toContainText('You may look. To change something, sign in as owner.');

  await page.goto(`${gateway.address}#/settings`);
  await expect(main).toContainText('You may look, but not change.');
  await expect(page.getByRole('textbox', { name: 'V min', exact: true })).toBeDisabled();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Password', { exact: true }).fill('moon and battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(main).toContainText('That password is not right.');
  await page.getByLabel('Password', { exact: true }).fill('sun and battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(main).toContainText('You are the owner');
  await page.goto(`${gateway.address}#/settings`);
  await expect(page.getByRole('textbox', { name: 'V min', exact: true })).toBeEnabled();
  await page.goto(`${gateway.address}#/more`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(main).toContainText('You may look.');
});

test('it says which version this is, and a phone finds all screens here', async ({ page, start }) => {
  const gateway = await start(kPacks);
  const { version } = await gateway.get<{ version: string }>('api/v1/version');
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, gateway, 'more');
  await expect(page.getByRole('main')).toContainText(`Cellwarden ${version}`);
  for (const name of ['Settings', 'Devices', 'Simulator']) {
    await expect(page.getByRole('navigation', { name: 'Go to' }).getByRole('link', { name })).toBeVisible();
  }
});
