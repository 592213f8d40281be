// SPDX-License-Identifier: Apache-2.0
// A BMS straight from the browser (APP-4): Chromium's emulated radio, and behind it the board of the real program. PIN, live
// values, a setting read back, lock-out, loss and return, history over a reload; a real one is written to only when allowed.
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Locator, Page } from '@playwright/test';
import config from '../playwright.config';
import { Board } from './house/board';
import type { Gateway } from './house/gateway';
import { kWithBluetooth, Peripheral, type Kind } from './house/peripheral';
import { expect, kAway, open, test } from './house/test';

const kLaunch = config.use?.launchOptions ?? {};
test.use({
  launchOptions: { ...kLaunch, args: [...(kLaunch.args ?? []), ...kWithBluetooth] },
  // What a browser logs while the gateway is away.
  provoked: [kAway],
});
const kHouse = [{ id: 'shed', name: 'The shed', links: [{ kind: 'simulated' as const, at: 'hours = 6\nbegin = "10:00"\n[pack]\ncells = 4\n' }] }];

interface Boat {
  gateway: Gateway;
  board: Board;
  device: Peripheral;
}

const card = (page: Page): Locator => page.getByRole('region', { name: 'Connect by Bluetooth from this browser' });
const pack = (page: Page): Locator => page.getByRole('article', { name: /^Boat/ });
const cell = (page: Page, number: number): Locator => page.getByRole('button', { name: new RegExp(`^Cell ${number}: `) });

async function givePin(page: Page, pin: string): Promise<void> {
  await pack(page).getByLabel('PIN of Boat').fill(pin);
  await pack(page).getByRole('button', { name: 'Give the PIN' }).click();
}

/** Chooses the device in the browser's own picker; it wants its PIN then. */
async function connectTo(page: Page, device: Peripheral): Promise<void> {
  await card(page).getByLabel('Name of the battery').fill('Boat');
  await device.choose(page, () => card(page).getByRole('button', { name: 'Choose the device' }).click());
  await expect(pack(page)).toContainText('Bluetooth 123\\SmartBMS');
}

async function boat(
  browser: Browser, page: Page, start: (packs: typeof kHouse) => Promise<Gateway>, kind: Kind, use: (boat: Boat) => Promise<void>,
): Promise<void> {
  const gateway = await start(kHouse);
  const board = await Board.start('one-sensor');
  const device = await Peripheral.advertise(browser, page, board, kind);
  try {
    await open(page, gateway, 'devices');
    await connectTo(page, device);
    await use({ gateway, board, device });
  } finally {
    // The page first: it would complain of a radio that is gone.
    await page.close();
    await device.stop();
    await board.stop();
  }
}

/** Voltages of the cells, as the board's own records told them last (docs/protocols/lines.md, XC). */
function toldVoltages(said: string): Map<number, number[]> {
  const told = new Map<number, number[]>();
  for (const [, first = '', cells = ''] of said.matchAll(/XC_([0-9A-F]{2})_((?:[0-9A-F]{11}_)+)[0-9A-F]{4}\r/g)) {
    cells.split('_').filter(Boolean).forEach((one, i) => {
      const number = parseInt(first, 16) + i;
      told.set(number, [...(told.get(number) ?? []), parseInt(one.slice(0, 4), 16)]);
    });
  }
  return told;
}

test('without a gateway: PIN, live values, a setting read back, loss and return, and a history that stays', async ({ browser, page, start }) => {
  test.setTimeout(180_000);
  await boat(browser, page, start, { service: 'nordic', ours: true }, async ({ gateway, device }) => {
    await expect(pack(page)).toContainText('tells nothing without its PIN');
    expect(device.done).toEqual(['subscribe 6e400003']);

    await test.step('a wrong PIN is said, the right one is taken', async () => {
      await givePin(page, '1111');
      await expect(pack(page)).toContainText('That is not the PIN of this battery.');
      await givePin(page, '1234');
      await expect(pack(page)).toContainText('taken; still 1234');
      await expect(pack(page)).toContainText(/Cellwarden \d/);
    });

    await test.step('the cells are what the board says', async () => {
      await card(page).getByRole('link', { name: 'Show Boat' }).click();
      await expect(page.getByTestId('headline')).toBeVisible();
      await page.getByRole('navigation').getByRole('link', { name: 'Cells' }).click();
      for (const number of [1, 7, 16]) {
        await expect(async () => {
          const shown = /: (\d\.\d{3}) V/.exec(await cell(page, number).ariaSnapshot())?.[1];
          const told = (toldVoltages(device.said).get(number) ?? []).slice(-3).map((mv) => (mv / 1000).toFixed(3));
          expect(told).toContain(shown);
        }).toPass({ timeout: 20_000 });
      }
    });

    await test.step('a setting is checked, written and read back', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByRole('button', { name: 'What if' })).toBeDisabled();
      await expect(page.getByText('Only with a gateway, which keeps the past')).toBeVisible();
      await page.getByRole('textbox', { name: 'V min', exact: true }).fill('2.75');
      await expect(page.getByText('checked, may be written')).toBeVisible();
      await page.getByRole('button', { name: 'Write …' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/^PIN of the battery/).fill('4321');
      await dialog.getByRole('button', { name: 'Write', exact: true }).click();
      await expect(dialog).toContainText('That is not the PIN of this battery');
      expect(device.written).not.toMatch(/XS_[0-9A-F_]+!/);
      await dialog.getByLabel(/^PIN of the battery/).fill('1234');
      await dialog.getByRole('button', { name: 'Write', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Written to the battery' })).toContainText('read back');
      await expect(page.getByRole('textbox', { name: 'V min', exact: true })).toHaveValue(/^2\.75/);
      // The board's own words: 2750 mV + 80000000h, asked for after it was written.
      expect(device.written).toMatch(/XS_[0-9A-F_]+!\rXS_[0-9A-F]{4}@/);
      expect(device.said).toContain('80000ABE');
      // The set is far longer than one piece may be.
      expect(device.largest).toBe(20);
    });

    await test.step('the connection breaks, is said, and comes back by itself', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click();
      device.away = true;
      await device.breakOff();
      await expect(pack(page)).toContainText('lost');
      await expect(pack(page)).toContainText('It does not take the connection', { timeout: 5_000 });
      device.away = false;
      await expect(pack(page).getByText('connected', { exact: true })).toBeVisible({ timeout: 60_000 });
      await expect(pack(page)).toContainText('taken; still 1234');
    });

    await test.step('what was told is in the history, as a chart and as CSV', async () => {
      await page.goto(`${gateway.address}#/history/!boat`);
      await expect(page.getByText('Nothing is kept of this time.')).toHaveCount(0);
      await page.getByRole('region', { name: 'Charts' }).getByRole('button', { name: 'As a table' }).click();
      await expect(page.getByRole('cell', { name: /%/ }).first()).toBeVisible();
      const [file] = await Promise.all([
        page.waitForEvent('download'), page.getByRole('link', { name: 'CSV of every reading' }).click(),
      ]);
      const lines = (await readFile(await file.path(), 'latin1')).trim().split('\r\n');
      const names = lines[0]?.split(',') ?? [];
      expect(names).toEqual(expect.arrayContaining(['time', 'soc', 'cell_v/16', 'charge_closed']));
      const mean = Number(lines.at(-1)?.split(',')[names.indexOf('cell_v/7')]);
      const told = toldVoltages(device.said).get(7) ?? [];
      expect(mean).toBeGreaterThanOrEqual(Math.min(...told) / 1000 - 0.0005);
      expect(mean).toBeLessThanOrEqual(Math.max(...told) / 1000 + 0.0005);
    });

    await test.step('events and changed settings are there', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Events' }).click();
      await expect(page.getByRole('listitem').filter({ hasText: 'V-min changed from 2.7 V to 2.75 V' })).toBeVisible();
    });

    await test.step('after a reload the battery is there, as old, with its history', async () => {
      await page.reload();
      await expect(page.getByRole('listitem').filter({ hasText: 'V-min changed from 2.7 V to 2.75 V' })).toBeVisible();
      await page.goto(`${gateway.address}#/devices`);
      await expect(pack(page)).toContainText('Not connected since this page was loaded');
      await page.goto(`${gateway.address}#/history/!boat`);
      await expect(page.getByText('Nothing is kept of this time.')).toHaveCount(0);
    });
  });
});

test('wrong PINs lock the board: told with what is left, and another connection does not end it (SET-2)', async ({ browser, page, start }) => {
  test.setTimeout(180_000);
  await boat(browser, page, start, { service: 'nordic', ours: true }, async ({ device }) => {
    const pin = pack(page).getByLabel('PIN of Boat');
    const left = async () => Number(/After wrong PINs none is taken for (\d+)\ss\./.exec(await pack(page).innerText())?.[1]);
    for (let n = 1; n <= 4; n += 1) {
      await givePin(page, '1111');
      await expect(pack(page).getByRole('status').filter({ hasText: 'That is not the PIN of this battery.' })).toBeVisible();
      await expect(pin).toHaveValue('');
    }
    const before = Date.now();
    await givePin(page, '1111');
    await expect.poll(left).toBeGreaterThan(50);
    await expect(pin).toBeDisabled();
    await expect(pack(page).getByRole('button', { name: 'Give the PIN' })).toBeDisabled();
    const first = await left();
    await expect.poll(left, 'it counts down').toBeLessThan(first - 1);

    // The next connection does not end it.
    await device.breakOff();
    await expect(pack(page).getByText('lost', { exact: true })).toBeVisible();
    await expect(pack(page)).toContainText('The battery refuses the PIN', { timeout: 20_000 });
    await expect(pin).toBeDisabled();
    expect(await left()).toBeLessThanOrEqual(61 - Math.floor((Date.now() - before) / 1000));

    await expect(pin).toBeEnabled({ timeout: 65_000 });
    expect(Date.now() - before, 'not before its minute is over').toBeGreaterThan(58_500);
    await givePin(page, '1234');
    await expect(pack(page)).toContainText('taken; still 1234');
  });
});

test('a real one: its start-up order, pings, nothing of ours, and writing only when it is allowed', async ({ browser, page, start }) => {
  test.setTimeout(120_000);
  await boat(browser, page, start, { service: 'radios', ours: false }, async ({ device }) => {
    // What the maker's app does, in this order; nothing flows before the mode is set.
    await expect.poll(() => device.done)
      .toEqual(['subscribe fdd6b4d3', 'subscribe 18cda784', 'read 99564a02', 'write a87988b9 01']);
    await givePin(page, '1234');
    await expect(pack(page)).toContainText('taken');
    const before = device.written.length;
    await page.waitForTimeout(3_300);
    const pings = device.written.slice(before).split('$').length - 1;
    expect(pings, 'one every 330 ms').toBeGreaterThanOrEqual(8);
    expect(pings).toBeLessThanOrEqual(11);
    expect(device.written).not.toContain('X');

    await page.goto(page.url().replace(/#.*/, '#/settings/!boat'));
    await expect(page.getByRole('textbox', { name: 'V min', exact: true })).toBeDisabled();
    await expect(page.getByText('It can be allowed in Devices.').first()).toBeVisible();
    await page.goto(page.url().replace(/#.*/, '#/devices'));
    await card(page).getByRole('switch', { name: /Allow writing to a real/ }).click();
    await page.goto(page.url().replace(/#.*/, '#/settings/!boat'));
    await page.getByRole('textbox', { name: 'V min', exact: true }).fill('2.75');
    await page.getByRole('button', { name: 'Write …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^PIN of the battery/).fill('1234');
    await dialog.getByRole('button', { name: 'Write', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Written to the battery' })).toContainText('read back');
    // 2750 mV in steps of 5: 226h, the high byte first; then it is read back.
    expect(device.written).toMatch(/02-040!\r.*26-041!\r.*S2@\r/s);

    await page.goto(page.url().replace(/#.*/, '#/devices'));
    await expect(card(page).getByRole('switch')).toBeChecked();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await card(page).getByRole('button', { name: 'Disconnect' }).click();
    await expect(pack(page)).toContainText('Disconnected here; choose the device again below.');
    await expect(card(page).getByLabel('Name of the battery')).toHaveValue('Boat');
    await card(page).getByRole('button', { name: 'Delete Boat from this browser' }).click();
    await card(page).getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(pack(page)).toHaveCount(0);
  });
});

test('what is kept is bounded: quarters of an hour are made of minutes, and minutes go after 30 days', async ({ browser, page, start }) => {
  const kDay = 86_400_000;
  const kQuarter = 900_000;
  const now = Date.now();
  const quarter = Math.floor((now - 2 * 3_600_000) / kQuarter) * kQuarter;
  const gateway = await start(kHouse);
  const board = await Board.start('one-sensor');
  const device = await Peripheral.advertise(browser, page, board, { service: 'nordic', ours: true });
  await open(page, gateway, 'devices');
  await expect(card(page)).toBeVisible();
  // As this app would have written them: 20 series, each lowest, mean and highest; the charge is the first.
  const times = [now - 400 * kDay, now - 40 * kDay, quarter, quarter + 60_000];
  await page.evaluate((all) => new Promise<void>((resolve) => {
    const opened = indexedDB.open('cellwarden-direct', 1);
    opened.onsuccess = () => {
      const writing = opened.result.transaction('minutes', 'readwrite');
      all.forEach((at, i) => {
        const values = new Float32Array(60).fill(NaN).fill(10 * (i + 1), 0, 3);
        writing.objectStore('minutes').put({ pack: '!boat', at, end: at + 1, count: 1, values, inWh: null, outWh: null });
      });
      writing.oncomplete = () => resolve();
    };
  }), times);
  await connectTo(page, device);
  await expect(pack(page).getByLabel('PIN of Boat')).toBeVisible();
  await givePin(page, '1234');
  const kept = (table: string) => page.evaluate((name) => new Promise<{ at: number; soc: number[] }[]>((resolve) => {
    const opened = indexedDB.open('cellwarden-direct', 1);
    opened.onsuccess = () => {
      const all = opened.result.transaction(name).objectStore(name).getAll();
      all.onsuccess = () => resolve(all.result.map(({ at, values }) => ({ at, soc: [...values.slice(0, 3)] })));
    };
  }), table);
  // Of 40 days ago its quarter is left, of 400 days nothing; two minutes of one quarter are one row, and stay themselves.
  await expect.poll(() => kept('quarters')).toEqual([
    { at: now - 40 * kDay, soc: [20, 20, 20] }, { at: quarter, soc: [30, 35, 40] },
  ]);
  await expect.poll(async () => (await kept('minutes')).map(({ at }) => at).slice(0, 2)).toEqual([quarter, quarter + 60_000]);
  await page.close();
  await device.stop();
  await board.stop();
});

test('the gateway is away: the app opens, and offers this', async ({ browser, page, start }) => {
  const gateway = await start(kHouse);
  const board = await Board.start('one-sensor');
  const device = await Peripheral.advertise(browser, page, board, { service: 'nordic', ours: true });
  await open(page, gateway);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await gateway.end();
  await page.reload();
  await expect(page.getByText('What stands here is old')).toBeVisible();
  await page.getByRole('link', { name: 'Connect by Bluetooth from this browser' }).click();
  await connectTo(page, device);
  await givePin(page, '1234');
  await card(page).getByRole('link', { name: 'Show Boat' }).click();
  await expect(page.getByTestId('headline')).toBeVisible();
  await expect(page.getByText('What stands here is old')).toHaveCount(0);
  await page.close();
  await device.stop();
  await board.stop();
});
