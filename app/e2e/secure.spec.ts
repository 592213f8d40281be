// SPDX-License-Identifier: Apache-2.0
// The screen kept awake (APP-5), and what a browser holds back from a page that is not secure.
import type { BrowserContext, Page } from '@playwright/test';
import { expect, open, test, watch } from './house/test';

const kPack = 'hours = 6\nbegin = "10:00"\n[pack]\ncells = 4\n[pack.sensor_out]\n';
const shed = { id: 'shed', name: 'The shed', links: [{ kind: 'simulated' as const, at: kPack }] };
const hint = (page: Page) => page.getByRole('region', { name: 'What this browser holds back' });

/** Notes the browser's own locks in window.locks, and wishes for one from the start. */
async function wishAwake(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    localStorage.setItem('cellwarden.prefs', JSON.stringify({ keepAwake: true }));
    const locks: WakeLockSentinel[] = [];
    Object.assign(window, { locks });
    const request = navigator.wakeLock?.request.bind(navigator.wakeLock);
    if (request) navigator.wakeLock.request = async (type) => (locks.push(await request(type)), locks.at(-1)!);
  });
}
const held = (page: Page) => page.evaluate(() =>
  (window as unknown as { locks: WakeLockSentinel[] }).locks.map(({ released, type }) => (released ? 'released' : type)));

test('the screen stays awake on every screen of the app, and nothing is missing', async ({ context, page, start }) => {
  await wishAwake(context);
  const gateway = await start([shed]);
  await open(page, gateway);
  await expect.poll(() => held(page)).toEqual(['screen']);
  await page.getByRole('link', { name: 'More' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'More' })).toBeVisible();
  expect(await held(page), 'one lock for all screens').toEqual(['screen']);
  await expect(hint(page)).toHaveCount(0);
});

test('nobody who did not ask for it is kept awake', async ({ context, page, start }) => {
  await wishAwake(context);
  await context.addInitScript(() => localStorage.removeItem('cellwarden.prefs'));
  const gateway = await start([shed]);
  await open(page, gateway);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  expect(await held(page)).toEqual([]);
});

test('over http by another name than this machine, what is missing says why and what to do', async ({ playwright, start }) => {
  const gateway = await start([shed], 'names = ["cellwarden.test"]');
  const { launchOptions } = test.info().project.use;
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), '--host-resolver-rules=MAP cellwarden.test 127.0.0.1'],
  });
  const context = await browser.newContext({ locale: 'en-GB' });
  const problems = watch(context, [
    /^asked another host: http:\/\/cellwarden\.test:/,
    /^The Cross-Origin-Opener-Policy header has been ignored/,
  ]);
  const page = await context.newPage();
  await page.goto(`${gateway.address.replace('127.0.0.1', 'cellwarden.test')}#/more`);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await expect(hint(page).getByRole('listitem')).toHaveText([
    /Opening without the gateway/, /Installing as an app/, /Keeping the screen awake/,
  ]);
  await expect(hint(page)).toContainText('This page came over http');
  await expect(hint(page)).toContainText('Open the gateway’s https:// address');
  expect(problems).toEqual([]);
  await browser.close();
});
