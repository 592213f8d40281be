// SPDX-License-Identifier: Apache-2.0
// What an owner tells a battery to do (APP-5): a new PIN, cleared counters (EN-3), relays held open (RELAY-9), the number of
// cells (CHAIN-7), corrections (CELL-10); settings to a file and back (SET-1); what if (PLUS-4).
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { Gateway } from './house/gateway';
import { expect, open, test } from './house/test';

test.use({ provoked: [/status of (403|409|422|429)/] });

const kPack = 'api/v1/packs/cabin';
const kNoon = 'hours = 6\nbegin = "11:30"\n[pack]\ncells = 16\nsoc_percent = 60\n';

interface Told {
  panel: { hold_charge_open: boolean; hold_load_open: boolean } | null;
  charge: { in_total_wh: number; soc_percent: number } | null;
  charge_relay: { allowed: boolean };
  load_relay: { allowed: boolean };
  setup: { cells: number | null; cells_to_confirm: number | null } | null;
  warnings: string[];
  cells: Record<string, { mv: number; offset_mv?: number; offset_c?: number }>;
}
type Start = (packs: { id: string; links: { kind: 'simulated'; at: string; speed?: number }[] }[]) => Promise<Gateway>;

const told = (gateway: Gateway) => gateway.get<Told>(kPack);

async function cabin(page: Page, start: Start, at = kNoon, speed = 1): Promise<Gateway> {
  const gateway = await start([{ id: 'cabin', links: [{ kind: 'simulated', at, speed }] }]);
  await expect.poll(async () => (await told(gateway)).panel).not.toBeNull();
  await open(page, gateway, 'settings');
  await expect(page.getByRole('textbox', { name: 'V max', exact: true })).toBeEnabled();
  return gateway;
}

/** Opens a question, and gives what it says. */
async function ask(page: Page, name: string | RegExp): Promise<Locator> {
  await page.getByRole('region', { name: 'Upkeep' }).getByRole('button', { name }).click();
  return page.getByRole('dialog');
}

async function answer(dialog: Locator, name: string, pin = '1234'): Promise<void> {
  await dialog.getByLabel(/^(PIN of the battery|Present PIN)/).fill(pin);
  await dialog.getByRole('button', { name, exact: true }).click();
}

test('a new PIN is typed twice, taken by the battery, and asked for from then on', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  const warning = page.getByText('The PIN is still 1234, as it left the factory.');
  await expect(warning).toBeVisible();
  const dialog = await ask(page, 'Change PIN …');
  await dialog.getByLabel('New PIN', { exact: true }).fill('4711');
  await dialog.getByLabel('New PIN once more').fill('4712');
  await dialog.getByLabel('Present PIN').fill('1234');
  await expect(dialog).toContainText('The two are not the same.');
  await expect(dialog.getByRole('button', { name: 'Change PIN' })).toBeDisabled();
  await dialog.getByLabel('New PIN once more').fill('4711');
  await answer(dialog, 'Change PIN', '9999');
  await expect(dialog).toContainText('That is not the PIN of this battery');
  await answer(dialog, 'Change PIN');
  await expect(page.getByText('The battery has taken the new PIN.')).toBeVisible();
  await expect(warning).toHaveCount(0);
  await expect(gateway.post(`${kPack}/clear-totals`, { pin: '1234' })).rejects.toThrow('wrong_pin');
  await gateway.post(`${kPack}/clear-totals`, { pin: '4711' });
});

test('the energy counters are cleared only after it asked, and nothing else is', async ({ page, start }) => {
  const gateway = await cabin(page, start, kNoon, 60);
  await expect.poll(async () => (await told(gateway)).charge?.in_total_wh ?? 0, { timeout: 40_000 }).toBeGreaterThan(20);
  let dialog = await ask(page, 'Clear …');
  await expect(dialog.getByRole('heading')).toHaveText('Clear the energy counters?');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await told(gateway)).charge?.in_total_wh).toBeGreaterThan(20);
  await gateway.post(`${kPack}/simulator`, { speed: 1 });
  const before = await told(gateway);
  dialog = await ask(page, 'Clear …');
  await answer(dialog, 'Clear');
  await expect(page.getByText('The counters are at zero.')).toBeVisible();
  await expect.poll(async () => (await told(gateway)).charge?.in_total_wh).toBeLessThan(5);
  expect(Math.abs(((await told(gateway)).charge?.soc_percent ?? 0) - (before.charge?.soc_percent ?? 0))).toBeLessThan(1);
});

test('relays are held open, it is shown, and they are left to the rules again', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  await expect.poll(async () => (await told(gateway)).charge_relay.allowed, { timeout: 45_000 }).toBe(true);
  let dialog = await ask(page, 'Hold …');
  await dialog.getByRole('switch', { name: 'Hold the charge relay open' }).check();
  await expect(dialog).toContainText('Nobody can hold a relay closed');
  await answer(dialog, 'Hold open');
  await expect(page.getByText('The charge relay is held open.')).toBeVisible();
  await expect.poll(async () => (await told(gateway)).charge_relay.allowed).toBe(false);
  expect((await told(gateway)).load_relay.allowed).toBe(true);
  dialog = await ask(page, 'Hold …');
  await expect(dialog.getByRole('switch', { name: 'Hold the charge relay open' })).toBeChecked();
  await dialog.getByRole('switch', { name: 'Hold the charge relay open' }).uncheck();
  await answer(dialog, 'Leave to the rules');
  await expect(page.getByText('The charge relay is held open.')).toHaveCount(0);
  await expect.poll(async () => (await told(gateway)).panel?.hold_charge_open).toBe(false);
});

test('a correction is taken, within its limits, is shown, and is taken away again', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  const before = (await told(gateway)).cells['3']?.mv ?? NaN;
  const dialog = await ask(page, 'Correct …');
  await dialog.getByRole('textbox', { name: 'Cell', exact: true }).fill('3');
  await dialog.getByRole('textbox', { name: 'Add to its voltage' }).fill('51');
  await dialog.getByLabel(/^PIN of the battery/).fill('1234');
  await expect(dialog.getByRole('button', { name: 'Correct', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Add to its voltage' }).fill('-20');
  await dialog.getByRole('textbox', { name: 'Add to its temperature' }).fill('1,5');
  await answer(dialog, 'Correct');
  await expect(page.getByText('The battery has taken the correction.')).toBeVisible();
  await expect.poll(async () => (await told(gateway)).cells['3']?.mv).toBeLessThan(before - 10);
  expect((await told(gateway)).cells['3']).toMatchObject({ offset_mv: -20, offset_c: 1.5 });
  const shown = page.getByRole('region', { name: 'Upkeep' }).getByText(/^Cell 3: .20\smV, \+1[.,]5\s°C$/);
  await expect(shown).toBeVisible();

  const again = await ask(page, 'Correct …');
  await again.getByRole('textbox', { name: 'Cell', exact: true }).fill('3');
  await expect(again.getByRole('textbox', { name: 'Add to its voltage' })).toHaveValue(/^.20$/);
  await again.getByRole('textbox', { name: 'Add to its voltage' }).fill('0');
  await again.getByRole('textbox', { name: 'Add to its temperature' }).fill('0');
  await answer(again, 'Correct');
  await expect(shown).toBeHidden();
});

test('a number of cells that is not the factory setting is confirmed, with the PIN', async ({ page, start }) => {
  const at = 'hours = 6\nbegin = "11:30"\n[pack]\ncells = 14\nsoc_percent = 60\ncommissioned = false\n[pack.switches]\nfactory_cells = 16\n';
  const gateway = await cabin(page, start, at, 10); // it has to be steady for 30 s
  const upkeep = page.getByRole('region', { name: 'Upkeep' });
  await expect(upkeep.getByText('14 cells were found and wait to be confirmed.')).toBeVisible();
  expect((await told(gateway)).setup).toMatchObject({ cells_to_confirm: 14 });
  await answer(await ask(page, 'Confirm 14 cells'), 'Confirm 14 cells');
  await expect(page.getByText('The battery watches that number from now on.')).toBeVisible();
  await expect.poll(async () => (await told(gateway)).setup).toMatchObject({ cells: 14, cells_to_confirm: null });
  await expect(upkeep.getByText('Nothing waits to be confirmed.')).toBeVisible();
});

test('settings go to a file, and come back from it as staged changes', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^cellwarden-settings-cabin-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).not.toContain('1234');
  expect(JSON.parse(text)).toMatchObject({ format: 'cellwarden-settings', pack: 'cabin', settings: { v_min: 2.7 } });

  const choose = (name: string, content: string) =>
    page.getByLabel('Import …').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await choose('same.json', text);
  await expect(page.getByText('The file says what the battery has already.')).toBeVisible();
  await choose('cat.json', '{"cat": 1}');
  await expect(page.getByText('cat.json is not a file of settings.')).toBeVisible();
  await choose('other.json', text.replace('"v_min": 2.7', '"v_min": 2.8'));
  await expect(page.getByText('1 change, not written yet')).toBeVisible();
  const { settings } = await gateway.get<{ settings: { v_min: { value: number } } }>(`${kPack}/settings`);
  expect(settings.v_min.value, 'nothing is written without the PIN').toBe(2.7);
});

test('a battery runs on without the temperature of one cell, and says so (CELL-7)', async ({ page, start }) => {
  const gateway = await cabin(page, start, `${kNoon}[[fault]]\nkind = "thermistor_open"\ncell = 5\nstart = "11:30:05"\n`);
  await expect.poll(async () => (await told(gateway)).warnings, { timeout: 30_000 }).toEqual(['E']);
  const dialog = await ask(page, 'Leave one out …');
  await expect(dialog.getByRole('textbox', { name: 'Cell', exact: true })).toHaveValue('5');
  await dialog.getByRole('textbox', { name: 'Days' }).fill('8');
  await expect(dialog.getByRole('button', { name: 'Leave it out' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Days' }).fill('3');
  await answer(dialog, 'Leave it out');
  await expect(page.getByText('The battery runs without that temperature.')).toBeVisible();
  await expect(page.getByText(/The temperature of cell 5 is left out for another (2\sd 23|3\sd 0)\sh/)).toBeVisible();
  await expect.poll(async () => (await told(gateway)).warnings).toEqual([]);
});

test('the clock of the boards is shown, and set by hand (EN-2)', async ({ page, start }) => {
  const gateway = await cabin(page, start, kNoon, 60);
  const clock = async () => (await gateway.get<{ clock: { off_s: number } }>(`${kPack}/settings`)).clock.off_s;
  const task = page.getByRole('listitem').filter({ hasText: 'Clock of the boards' });
  // Ten minutes a second are not what the gateway sets it to by itself.
  await expect(task).toContainText('It is not set: a day is 24 h of running.');
  await gateway.post(`${kPack}/simulator`, { speed: 1 });
  await answer(await ask(page, 'Set …'), 'Set');
  await expect(page.getByText('The clock is set.')).toBeVisible();
  await expect(task).toContainText('It is right.');
  expect(Math.abs(await clock())).toBeLessThanOrEqual(2);
});

test('what if: the readings so far, with the staged settings, before anything is written', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  const asked = async () => {
    const now = Date.now();
    return (await gateway.post<{ readings: number }>(`${kPack}/what-if`, { from: now - 3_600_000, to: now, settings: {} })).readings;
  };
  await expect.poll(asked, { timeout: 45_000 }).toBeGreaterThan(10);
  await page.getByRole('textbox', { name: 'T min', exact: true }).fill('60');
  await page.getByRole('button', { name: 'What if …' }).click();
  const dialog = page.getByRole('dialog');
  const cold = dialog.getByRole('row', { name: /^Cell too cold/ });
  await expect(cold.getByRole('cell').nth(0)).toHaveText('never');
  await expect(cold.getByRole('cell').nth(1)).toHaveText(/^1×, \d+\ss$/);
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'T min', exact: true }).fill('9');
  await page.getByRole('button', { name: 'What if …' }).click();
  await expect(dialog).toContainText('Nothing would have been different.');
  // V-bypass belongs to the switches, and can be tried all the same.
  await dialog.getByRole('combobox', { name: 'V bypass' }).selectOption('3.5');
  await expect(dialog).toContainText('Nothing would have been different.');
  await expect(dialog.getByRole('option', { name: /3\.60/ }), 'not above V max').toHaveCount(0);
  const { settings } = await gateway.get<{ settings: { t_min: { value: number } } }>(`${kPack}/settings`);
  expect(settings.t_min.value).toBe(10);
});
