// SPDX-License-Identifier: Apache-2.0
// The app when its gateway is away: it opens, with all its screens, and what it knew is marked as old (APP-7).
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { manualsPack } from './house/frame';
import { dress, expect, kAway, kScreens, open, test } from './house/test';

const kPack = 'hours = 6\nbegin = "10:00"\n[pack]\ncells = 4\n[pack.sensor_out]\n';
const shed = { id: 'shed', name: 'The shed', links: [{ kind: 'simulated' as const, at: kPack }] };
const kBuilt = new URL('../../build/app/', import.meta.url);

/** Every file that the service worker keeps, once it keeps them. */
async function kept(page: Page): Promise<string[]> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    }
    return paths;
  });
}

test('the browser keeps everything that the app can ask for, and nothing of a battery', async ({ page, start }) => {
  const gateway = await start([shed]);
  await open(page, gateway);
  const files = await kept(page);
  const built = readdirSync(new URL('assets/', kBuilt)).filter((name) => !name.endsWith('.gz'));
  expect(built.length).toBeGreaterThan(10);
  expect(files).toEqual(expect.arrayContaining([...built.map((name) => `/assets/${name}`), '/index.html', '/icon.svg']));
  expect(files.filter((path) => path.startsWith('/api/'))).toEqual([]);
});

test('the worker is never served old, and the app can be installed', async ({ page, start }) => {
  const gateway = await start([shed]);
  const worker = await fetch(`${gateway.address}sw.js`);
  expect(worker.headers.get('Cache-Control')).toBe('no-cache');
  expect(worker.headers.get('Content-Type')).toMatch(/^text\/javascript/);
  expect(worker.headers.get('Content-Security-Policy')).toContain("default-src 'self'");
  await open(page, gateway);
  const link = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await gateway.get<{ icons: { src: string; sizes: string; type: string }[]; start_url: string }>(link ?? '');
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await fetch(gateway.address + src.slice(1));
    expect(icon.headers.get('Content-Type'), src).toBe(type);
    const drawn = await page.evaluate(async (address) => {
      const image = Object.assign(new Image(), { src: address });
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== 'any') expect(drawn, src).toBe(sizes);
  }
  // What Chromium itself says against installing.
  const devtools = await page.context().newCDPSession(page);
  await kept(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test.describe('while the gateway is away', () => {
  test.use({ provoked: [kAway] });

  test('the app opens with the last known state, says that it is old, and lives again by itself', async ({ page, plugIn, start }) => {
    const pack = await plugIn(manualsPack());
    const gateway = await start([{ id: 'house', name: 'The house', links: [{ kind: 'serial', at: pack.port }] }]);
    await open(page, gateway);
    await kept(page);
    const main = page.getByRole('main');
    await expect(main).toContainText('989 W');
    await gateway.end('SIGKILL');

    await page.reload();
    const header = page.locator('header');
    await expect(header).toContainText('The house');
    await expect(header).toContainText(/\d+ s ago/);
    await expect(header).not.toContainText('now');
    await expect(page.getByRole('status').filter({ hasText: 'The gateway is not heard.' })).toBeVisible();
    await expect(page.getByTestId('why')).toContainText(/ago/);
    // After 20 s it does not count as a state any more.
    await expect(page.getByTestId('headline')).toHaveText('The gateway is not heard.', { timeout: 25_000 });
    await expect(page.getByTestId('why')).toContainText(/Last known state: \d+ s ago/);
    await expect(page.getByTestId('sun-power')).toHaveText(/989\sW/);
    await page.getByRole('link', { name: 'Cells', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('16 cells, not heard. The values below are the last ones.');
    await expect(page.getByRole('button', { name: /^Cell \d+: .*, not known$/ })).toHaveCount(16);
    await page.getByRole('link', { name: 'Now', exact: true }).click();

    await gateway.begin();
    await expect(header).toContainText('now');
    await expect(main).toContainText('989 W');
  });

  test('every screen opens, also in a language that was not chosen before', async ({ context, page, start }) => {
    const gateway = await start([shed]);
    await open(page, gateway);
    await kept(page);
    await gateway.end('SIGKILL');
    for (const screen of kScreens) {
      const fresh = await context.newPage();
      await open(fresh, gateway, screen);
      await expect(fresh).toHaveTitle(/· The shed$/);
      await fresh.close();
    }
    const player = await context.newPage();
    await open(player, gateway, 'simulator');
    const time = player.getByTestId('sim-time');
    const before = (await time.textContent()) ?? '';
    await expect(time, 'the simulator plays').not.toHaveText(before);
    await player.close();
    await dress(context, { theme: 'light', language: 'nl' });
    const dutch = await context.newPage();
    await open(dutch, gateway);
    await expect(dutch.locator('html')).toHaveAttribute('lang', 'nl');
  });

  test('a new version is seen at once, and is what opens afterwards', async ({ context, page, start }) => {
    const folder = mkdtempSync(join(tmpdir(), 'cellwarden-browser-test-app-'));
    cpSync(kBuilt, folder, { recursive: true, filter: (path) => !path.endsWith('.gz') });
    const change = (file: string, before: RegExp, after: string) => {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toMatch(before);
      writeFileSync(join(folder, file), text.replace(before, after));
    };
    const gateway = await start([shed], `app = "${folder}"`);
    const version = (of: Page) => of.locator('meta[name=description]').getAttribute('content');
    await open(page, gateway);
    await kept(page);
    await page.reload();
    expect(await version(page)).not.toBe('newer');

    await gateway.end();
    change('index.html', /(name="description" content=")[^"]*/, '$1newer');
    change('sw.js', /kVersion="[0-9a-f]+"/, 'kVersion="newer"');
    await gateway.begin();
    await page.reload();
    await expect.poll(() => version(page)).toBe('newer');
    const caches_ = (of: Page) => of.evaluate(() => caches.keys());
    await expect.poll(() => caches_(page)).toContain('cellwarden-newer');
    // The worker of the old version ends with its last page: one that opens too early keeps it, so each try has a page of its own.
    await page.close();
    await expect(async () => {
      const second = await context.newPage();
      try {
        await second.goto(gateway.address);
        expect(await caches_(second)).toEqual(['cellwarden-newer']);
      } finally {
        await second.close();
      }
    }).toPass();
    await gateway.end();
    const away = await context.newPage();
    await open(away, gateway);
    expect(await version(away)).toBe('newer');
    rmSync(folder, { recursive: true });
  });
});

test.describe('signed out', () => {
  test.use({ provoked: [new RegExp(`status of 401|${kAway.source}`)] });

  test('one sees nothing of what was seen before, and nothing is kept', async ({ page, start }) => {
    const gateway = await start([shed]);
    await open(page, gateway);
    await kept(page);
    const memory = () => page.evaluate(() => localStorage.getItem('cellwarden.last'));
    await expect.poll(memory).toContain('The shed');
    // So the gateway takes this browser for one that is somewhere else, and has not signed in.
    await page.setExtraHTTPHeaders({ 'X-Forwarded-For': '203.0.113.7' });
    await page.reload();
    await expect(page.locator('header')).toHaveText('Cellwarden');
    const banner = page.getByRole('status').filter({ hasText: 'You are not signed in' });
    await expect(banner.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '#/more');
    await expect(page.getByText('The gateway is not heard.')).toHaveCount(0);
    await expect.poll(memory).toBeNull();
    await expect(page.getByText('The shed')).toHaveCount(0);
    // Then the gateway dies: signing in would not help any more.
    await gateway.end('SIGKILL');
    await expect(page.getByText('The gateway is not heard.').first()).toBeVisible();
    await expect(banner).toHaveCount(0);
    await gateway.begin();
    await expect(banner).toBeVisible();
  });
});
