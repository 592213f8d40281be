// SPDX-License-Identifier: Apache-2.0
// `test` of these specs. Whatever a spec is about, it also fails when a page logs an error, throws, breaks its
// Content-Security-Policy or asks another host for anything.
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { Gateway, type PackConfig } from './gateway';
import { SerialPack } from './serial_pack';
import type { PackReading } from './frame';

export { expect };

/** What a browser logs when its gateway is gone. */
export const kAway = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;

export const kScreens = ['now', 'cells', 'history', 'events', 'settings', 'devices', 'simulator', 'more'] as const;
export type ScreenName = (typeof kScreens)[number];
export interface Look {
  theme: 'light' | 'dark';
  highContrast?: boolean;
  language?: 'en' | 'nl' | 'de' | 'fr' | 'es';
}

interface Fixtures {
  /** Console errors that this test provokes: the gateway is away, a PIN is refused. */
  provoked: RegExp[];
  /** Starts a gateway that ends with the test. */
  start: (packs: PackConfig[], top?: string) => Promise<Gateway>;
  plugIn: (reading: PackReading) => Promise<SerialPack>;
}

export const test = base.extend<Fixtures>({
  provoked: [[], { option: true }],
  start: async ({ context }, use) => {
    const started: Gateway[] = [];
    await use(async (packs, top) => {
      const gateway = await Gateway.start(packs, top);
      started.push(gateway);
      return gateway;
    });
    // A page that is still open would complain that its gateway is gone.
    for (const page of context.pages()) await page.close();
    for (const gateway of started) await gateway.stop();
  },
  plugIn: async ({}, use) => {
    const plugged: SerialPack[] = [];
    await use(async (reading) => {
      const pack = await SerialPack.plugIn(reading);
      plugged.push(pack);
      return pack;
    });
    for (const pack of plugged) pack.pullOut();
  },
  context: async ({ context, provoked }, use) => {
    const problems = watch(context, provoked);
    await use(context);
    expect(problems, 'what pages complained of').toEqual([]);
  },
});

/** Problems of all pages of a context, as they come. */
export function watch(context: BrowserContext, provoked: RegExp[] = []): string[] {
  const problems: string[] = [];
  const note = (problem: string) => {
    if (!provoked.some((pattern) => pattern.test(problem))) problems.push(problem);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => note(String(error.error().stack ?? error.error())));
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') note(`asked another host: ${request.url()}`);
  });
  return problems;
}

/** Chooses theme, contrast and language, as the screen "More" does, for all pages that are opened afterwards. */
export async function dress(context: BrowserContext, look: Look): Promise<void> {
  const { theme, highContrast = false, language = 'en' } = look;
  await context.addInitScript((prefs) => {
    // axe also opens a blank page, which has no memory.
    if (location.protocol.startsWith('http')) localStorage.setItem('cellwarden.prefs', prefs);
  }, JSON.stringify({ theme, highContrast, language }));
}

/** Opens a screen of a pack and waits until it stands, loads nothing more and moves nothing more. */
export async function open(page: Page, gateway: Gateway, screen: ScreenName = 'now', pack = ''): Promise<void> {
  await page.goto(`${gateway.address}#/${screen}${pack ? `/${pack}` : ''}`);
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^\s*Loading …/)).toHaveCount(0);
  await settled(page);
}

/** Nothing moves any more, but for what always does. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) =>
    one.effect?.getTiming().iterations === Infinity ? undefined : one.finished.catch(() => undefined))));
}
