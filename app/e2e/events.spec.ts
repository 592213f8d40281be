// SPDX-License-Identifier: Apache-2.0
// What happened, as the gateway keeps it: live, day by day, with how long it was, and who changed which setting.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { manualsPack } from './house/frame';
import { dress, expect, open, test } from './house/test';

const entries = (page: Page) => page.getByTestId('entry');
const kShed = 'hours = 6\nbegin = "10:00"\n[pack]\ncells = 4\n[pack.sensor_out]\n';

test('a warning appears as it begins, and both lines say how long it was', async ({ page, plugIn, start }) => {
  const healthy = manualsPack();
  const pack = await plugIn(healthy);
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  await open(page, gateway, 'events');
  // A relay is only seen to open that was seen closed.
  const relay = async () => (await gateway.get<{ charge_relay: { allowed: boolean } }>('api/v1/packs/house')).charge_relay;
  await expect.poll(async () => (await relay()).allowed).toBe(true);

  const above = healthy.cells.map((one, index) => (index === 6 ? { mv: 3650, c: 20.7 } : one));
  pack.reading = manualsPack({ cells: above, warnings: ['Vh'], chargingAllowed: false, inMa: 0 });
  const began = entries(page).filter({ hasText: 'Warning Vh: a cell’s voltage is too high.' });
  await expect(began).toContainText(/for \d+\ss, still/);
  await expect(began).toContainText('Alarm: ');
  await expect(page.getByRole('alert')).toContainText('Warning Vh');
  const opened = entries(page).filter({ hasText: 'The charge relay opened' });
  await expect(opened).toContainText(/for \d+\ss, still/);

  pack.reading = healthy;
  await expect(entries(page).filter({ hasText: 'Warning Vh is over.' })).toContainText(/after \d+\ss/);
  await expect(began).toContainText(/for \d+\ss/);
  await expect(began).not.toContainText('still');
  await expect(opened.getByRole('link').first()).toHaveAttribute('href', /^#\/history\/house\?from=\d+&to=\d+$/);
  const texts = await entries(page).allTextContents();
  await page.reload();
  await expect(entries(page), 'and it is kept').toHaveCount(texts.length);
});

test('a change of a setting says old, new and who', async ({ page, start }) => {
  const gateway = await start([{ id: 'shed', links: [{ kind: 'simulated', at: kShed }] }]);
  await open(page, gateway, 'events', 'shed');
  await expect(async () => {
    await gateway.post('api/v1/packs/shed/settings/apply', { pin: '1234', changes: { v_min: 2.75 } });
  }).toPass();
  const line = entries(page).filter({ hasText: 'V-min changed' });
  await expect(line).toContainText(/from 2\.7\sV to 2\.75\sV, by the owner\./);
  await page.getByText('Relays', { exact: true }).click();
  await expect(line).toHaveCount(0);
  await expect(page).toHaveURL(/show=relays$/);
  await page.getByText('Settings', { exact: true }).last().click();
  await expect(line).toHaveCount(1);
  await expect(page.getByRole('radio', { name: 'Settings' })).toBeChecked();

  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV of these events' }).click();
  const csv = await readFile(await (await coming).path(), 'utf8');
  expect(csv).toContain(',setting_changed,info,,,,"v_min was changed from 2.7 to 2.75 (owner).",');
  expect(csv, 'only what is shown').not.toContain('communication_back');
});

test('a month of the past: the same events as the API tells, under their days', async ({ page, start }) => {
  const gateway = await start([]);
  const from = '/api/v1/packs/simulated/events?limit=1000';
  type Answer = { events: { kind: string; at: number }[] };
  // The past is simulated in the background.
  await expect(async () => {
    const { events } = await gateway.get<Answer>(from);
    expect(events.filter((one) => one.kind === 'charge_relay_opened').length).toBeGreaterThan(5);
  }).toPass({ timeout: 40_000 });
  await open(page, gateway, 'events');
  await expect(page.getByText('Nothing older is kept.')).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Nothing older is kept.')).toBeVisible();
    const { events } = await gateway.get<Answer>(from);
    const days = new Set(events.map((one) => new Date(one.at).toISOString().slice(0, 10)));
    await expect(entries(page)).toHaveCount(events.length, { timeout: 2_000 });
    await expect(page.getByRole('heading', { level: 2 })).toHaveCount(days.size, { timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  const times = await entries(page).locator('time').evaluateAll((all) => all.map((one) => (one as HTMLTimeElement).dateTime));
  expect(times).toEqual([...times].sort().reverse());
  await expect(entries(page).filter({ hasText: 'The charge relay closed' }).filter({ hasText: /after \d/ }).first()).toBeVisible();

  const opened = entries(page).filter({ hasText: 'The charge relay opened: cell' }).first();
  const link = opened.getByRole('link', { name: /^Cell \d+$/ });
  const cell = /\d+/.exec(await link.textContent() ?? '')?.[0];
  await expect(opened).toContainText(`cell ${cell} is 3.`);
  await link.click();
  await expect(page).toHaveURL(new RegExp(`#/cells/simulated\\?cell=${cell}$`));
  await expect(page.getByRole('heading', { level: 2, name: new RegExp(`^Cell ${cell}\\b`) })).toBeVisible();
});

test('older events come page by page while one scrolls', async ({ page, start }) => {
  const gateway = await start([{ id: 'shed', links: [{ kind: 'simulated', at: kShed }] }]);
  const all = Array.from({ length: 250 }, (_, index) => ({
    id: 250 - index, pack: 'shed', at: Date.UTC(2026, 0, 1) - index * 3_600_000, kind: 'soc_set_full', severity: 'info',
    number: 0, value: 97_000, limit: 0, sentence: 'full', simulated: true,
  }));
  const asked: string[] = [];
  await page.route('**/packs/shed/events?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const before = Number(query.get('before') ?? 251);
    asked.push(query.get('before') ?? '');
    const events = all.filter((one) => one.id < before).slice(0, Number(query.get('limit')));
    const next = events.length < Number(query.get('limit')) ? null : events.at(-1)?.id ?? null;
    return route.fulfill({ json: { events, next_before: next } });
  });
  await open(page, gateway, 'events', 'shed');
  const full = entries(page).filter({ hasText: 'The battery is full' });
  await expect(full).toHaveCount(100);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(full).toHaveCount(200);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(full).toHaveCount(250);
  await expect(page.getByText('Nothing older is kept.')).toBeVisible();
  expect(asked.filter((one) => one !== '')).toEqual(['151', '51']);
});

test.describe('when the gateway cannot read its history', () => {
  test.use({ provoked: [/status of 503/] });

  test('the screen says so, and tries again', async ({ page, start }) => {
    const gateway = await start([{ id: 'shed', links: [{ kind: 'simulated', at: kShed }] }]);
    await page.route('**/packs/shed/events?*', (route) => route.fulfill({ status: 503, json: { error: { code: 'x', sentence: 'y' } } }));
    await open(page, gateway, 'events', 'shed');
    await expect(page.getByRole('status').filter({ hasText: 'The events cannot be read now' })).toBeVisible();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('Nothing older is kept.')).toBeVisible();
  });
});

test('in German, with German days and numbers', async ({ context, page, start }) => {
  const gateway = await start([{ id: 'shed', links: [{ kind: 'simulated', at: kShed }] }]);
  await dress(context, { theme: 'dark', language: 'de' });
  await open(page, gateway, 'events', 'shed');
  await expect(async () => {
    await gateway.post('api/v1/packs/shed/settings/apply', { pin: '1234', changes: { v_max: 3.65 } });
  }).toPass();
  await expect(entries(page).filter({ hasText: /V-max geändert von 3,6\sV auf 3,65\sV, vom Besitzer\./ })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(/^Heute, \w+tag|^Heute, Mittwoch/);
});
