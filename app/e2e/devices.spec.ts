// SPDX-License-Identifier: Apache-2.0
// The ways to the packs: heard or not and why, what they counted, connecting and disconnecting with the PIN (APP-4).
import type { Locator, Page } from '@playwright/test';
import { Board } from './house/board';
import { manualsPack } from './house/frame';
import { expect, kAway, open, test } from './house/test';

const card = (page: Page, name: string): Locator =>
  page.getByRole('article', { name: new RegExp(`^${name}`) });

/** The value that stands beside a label of a card. */
const fact = (where: Locator, label: string): Locator =>
  where.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) }).locator('xpath=following-sibling::dd[1]');

const kShed = 'hours = 6\nbegin = "10:00"\n[pack]\ncells = 4\n[pack.sensor_out]\n';

test('a simulated pack and one on a cable, each with its link and what it counted', async ({ page, plugIn, start }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([
    { id: 'shed', name: 'The shed', links: [{ kind: 'simulated', at: kShed }] },
    { id: 'house', name: 'The house', links: [{ kind: 'serial', at: pack.port }] },
  ]);
  await open(page, gateway, 'devices');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 2 batteries are heard.');
  const shed = card(page, 'The shed');
  await expect(shed).toContainText('simulated');
  await expect(shed).toContainText('Simulated boards');
  await expect(fact(shed, 'PIN')).toHaveText('taken; still 1234, change it in Settings');
  await expect(fact(shed, 'Boards')).toHaveText(/^Cellwarden \d/);
  const house = card(page, 'The house');
  await expect(house).not.toContainText('simulated');
  await expect(house).toContainText(`Data output ${pack.port}`);
  await expect(fact(house, 'PIN')).toHaveText('not needed: it is only listened to');
  await expect(async () => {
    const { links } = await gateway.get<{ links: { good: number }[] }>('api/v1/packs/house/links');
    const shown = Number(await fact(house, 'Frames understood').textContent());
    expect(Math.abs(shown - (links[0]?.good ?? NaN))).toBeLessThanOrEqual(4);
    expect(shown).toBeGreaterThan(3);
  }).toPass();
});

test('a port that is not there is said with what to do, and a pack that falls silent with its age', async ({ page, plugIn, start }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([
    { id: 'away', name: 'The boat', links: [{ kind: 'serial', at: '/dev/ttyNOTHERE' }] },
    { id: 'house', name: 'The house', links: [{ kind: 'serial', at: pack.port }] },
  ]);
  await open(page, gateway, 'devices');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not heard: The boat.');
  await expect(card(page, 'The boat')).toContainText('ttyNOTHERE is not there. Plug it in, or find its name');
  await expect(card(page, 'The boat')).toContainText('lost');
  await expect(fact(card(page, 'The boat'), 'Newest value')).toHaveText('never');
  pack.silence();
  const house = card(page, 'The house');
  await expect(house).toContainText('is open but silent. Is the data output wired');
  await expect(fact(house, 'Newest value')).toHaveText(/^\d+ s ago$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not heard: The boat, The house.', { timeout: 30_000 });
});

test('a search finds a battery on a free port, and says how it is added (APP-4)', async ({ context, page, plugIn, start }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const own = await plugIn(manualsPack());
  const other = await plugIn(manualsPack());
  const silent = await plugIn(manualsPack());
  silent.silence();
  const gateway = await start([{ id: 'house', name: 'The house', links: [{ kind: 'serial', at: own.port }] }],
    `ports = ["${own.port}", "${other.port}", "${silent.port}"]`);
  await open(page, gateway, 'devices');
  const search = page.getByRole('region', { name: 'Add a battery' });
  await search.getByRole('button', { name: 'Search' }).click();
  await expect(search.getByRole('status').filter({ hasText: 'Listening …' })).toBeVisible();
  const found = (port: string) => search.getByRole('listitem').filter({ hasText: new RegExp(`${port}(?!\\d)`) });
  await expect(found(own.port)).toContainText('The house is connected here');
  await expect(found(other.port)).toContainText(/Data output of a battery, 16 cells, 53\.5\sV/);
  await expect(found(silent.port)).toContainText('silent');
  await expect(search.getByRole('button', { name: 'Search' })).toBeVisible();
  await expect(card(page, 'The house'), 'its own port is left alone').toContainText('connected');

  await found(other.port).getByText(`Connect ${other.port}`).click();
  await expect(found(other.port)).toContainText(`${gateway.folder}/gateway.toml`);
  await found(other.port).getByRole('button', { name: 'Copy' }).click();
  await expect(found(other.port).getByRole('status')).toHaveText('Copied.');
  const lines = await page.evaluate(() => navigator.clipboard.readText());
  await gateway.end();
  gateway.configure(lines);
  await gateway.begin();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 2 batteries are heard.');
  await expect(card(page, 'New battery')).toContainText(other.port);
});

test.describe('a pack behind its Bluetooth lines', () => {
  // A refused PIN is a 403.
  test.use({ provoked: [/status of 403/] });
  let board: Board;
  test.beforeEach(async () => void (board = await Board.start('sunny-week')));
  test.afterEach(() => board.stop());

  test('is let go, so that another program has it, and taken up again', async ({ page, start }) => {
    const gateway = await start([{ id: 'cabin', name: 'The cabin', links: [{ kind: 'lines', at: board.address, pin: '1234' }] }]);
    await open(page, gateway, 'devices');
    const cabin = card(page, 'The cabin');
    await expect(cabin).toContainText('connected');
    expect(await board.answersOther(), 'one client at a time').toContain('BUSY');

    await cabin.getByRole('button', { name: 'Disconnect' }).click();
    await expect(cabin).toContainText('nothing is recorded and no alert is sent');
    await cabin.getByRole('button', { name: 'Cancel' }).click();
    await expect(cabin).toContainText('connected');
    await cabin.getByRole('button', { name: 'Disconnect' }).click();
    await cabin.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect(cabin).toContainText('An owner has disconnected it.');
    await expect(cabin.getByRole('button', { name: 'Connect to The cabin' })).toBeFocused();
    expect(await board.answersOther()).not.toContain('BUSY');
    await expect(page.getByRole('heading', { level: 1 }), 'no old number passes for a live one (APP-7)')
      .toHaveText('Not heard: The cabin.', { timeout: 40_000 });

    await cabin.getByRole('button', { name: 'Connect to The cabin' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The battery is heard.');
    await expect(fact(cabin, 'PIN')).toHaveText(/^taken/);
    await page.getByRole('link', { name: 'Events' }).click();
    const lines = page.getByTestId('entry');
    await expect(lines.filter({ hasText: 'An owner disconnected the gateway from the battery.' })).toContainText(/for \d+\ss/);
    await expect(lines.filter({ hasText: 'An owner connected the gateway' })).toContainText(/after \d+\ss/);
  });

  test('asks for its PIN: a wrong one is refused, the right one is taken', async ({ page, start }) => {
    const gateway = await start([{ id: 'cabin', name: 'The cabin', links: [{ kind: 'lines', at: board.address }] }]);
    await open(page, gateway, 'devices');
    const cabin = card(page, 'The cabin');
    await expect(fact(cabin, 'PIN')).toHaveText('not taken yet: nothing can be changed');
    const pin = cabin.getByLabel('PIN of The cabin');
    await pin.fill('12');
    await cabin.getByRole('button', { name: 'Give the PIN' }).click();
    await expect(cabin.getByRole('status').filter({ hasText: 'A PIN has four digits.' })).toBeVisible();
    await pin.fill('4321');
    await page.keyboard.press('Enter');
    await expect(cabin.getByRole('status').filter({ hasText: 'That is not the PIN of this battery.' })).toBeVisible();
    await expect(pin).toHaveValue('');
    await pin.fill('1234');
    const answered = page.waitForResponse((one) => one.url().endsWith('/sign-in') && one.ok());
    await page.keyboard.press('Enter');
    await answered;
    await expect(fact(cabin, 'PIN')).toHaveText(/^taken/);
    await expect(pin).toHaveCount(0);
  });
});

test.describe('when the gateway is lost', () => {
  test.use({ provoked: [kAway] });

  test('no link looks connected, and nothing can be told to it', async ({ page, start }) => {
    const gateway = await start([{ id: 'shed', name: 'The shed', links: [{ kind: 'simulated', at: kShed }] }]);
    await open(page, gateway, 'devices');
    const shed = card(page, 'The shed');
    await expect(shed).toContainText('connected');
    await gateway.end('SIGKILL');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The gateway is not heard; how its links are is not known.');
    await expect(shed).toContainText('not known');
    await expect(shed.getByRole('button', { name: 'Disconnect' })).toBeDisabled();
  });
});
