// SPDX-License-Identifier: Apache-2.0
// The ways to the packs: heard or not and why, what they counted, connecting and disconnecting with the PIN, adding,
// renaming and removing (APP-4).
import AxeBuilder from '@axe-core/playwright';
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

test('a battery that a search finds is added and renamed, without a file and without a restart (APP-4)', async ({ page, plugIn, start }) => {
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

  await found(other.port).getByText(`Add ${other.port}`).click();
  await found(other.port).getByLabel('Name').fill('The dinghy');
  await found(other.port).getByRole('button', { name: 'Add' }).click();
  await expect(search.getByRole('status').filter({ hasText: 'Added: it is above.' })).toBeFocused();
  await expect(found(other.port)).toContainText('The dinghy is connected here');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 2 batteries are heard.');
  const boat = card(page, 'The boat');

  const dinghy = card(page, 'The dinghy');
  await dinghy.getByText('Rename The dinghy', { exact: true }).click();
  await expect(dinghy.getByLabel('Name')).toHaveValue('The dinghy');
  await dinghy.getByLabel('Name').fill('The boat');
  await dinghy.getByLabel('Name').press('Enter');
  await expect(boat).toContainText(`Data output ${other.port}`);
  await expect(dinghy).toHaveCount(0);
  await expect(boat.getByText('Rename The boat')).toBeFocused();
  await expect(found(other.port)).toContainText('The boat is connected here');
  await expect(boat.getByLabel('Name')).toBeHidden();

  await gateway.end();
  await gateway.begin();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 2 batteries are heard.');
  const told = async () =>
    (await gateway.get<{ last: number | null }>('api/v1/packs/battery-1/history/span')).last !== null;
  await expect.poll(told, { timeout: 30_000 }).toBe(true);
  await boat.getByRole('button', { name: 'Remove The boat' }).click();
  await expect(boat).toContainText('What was recorded stays');
  await boat.getByRole('button', { name: 'Cancel' }).click();
  await expect(boat.getByRole('button', { name: 'Remove The boat' })).toBeFocused();
  await boat.getByRole('button', { name: 'Remove The boat' }).click();
  await boat.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(boat).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The battery is heard.');
  expect(await told(), 'its history stays').toBe(true);

  const house = card(page, 'The house');
  await house.getByRole('button', { name: 'Remove The house' }).click();
  await expect(house).toContainText(`The house stands in ${gateway.folder}/gateway.toml.`);
});

test.describe('a battery that somebody adds by hand', () => {
  test.use({ viewport: { width: 320, height: 640 }, provoked: [/status of 40[09]/] });
  let board: Board;
  test.beforeEach(async () => void (board = await Board.start('sunny-week')));
  test.afterEach(() => board.stop());

  test('takes the place of the simulated system, and asks for its PIN', async ({ page, start }) => {
    const gateway = await start([], '[history]\nbackfill_days = 0');
    await open(page, gateway, 'devices');
    const simulated = card(page, 'Simulated system');
    await expect(simulated).toContainText('connected');
    await expect(simulated.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
    const search = page.getByRole('region', { name: 'Add a battery' });
    await search.getByText('Add one by hand').click();
    await search.getByText('ASCII lines').click();
    await search.getByLabel(/^Address, like/).fill('here');
    await search.getByLabel('Name').fill('The cabin');
    await search.getByRole('button', { name: 'Add' }).click();
    await expect(search.getByRole('status').filter({ hasText: 'That is no such place' })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, 'nothing is wider than a small phone').toBeLessThanOrEqual(320);
    await search.getByLabel(/^Address, like/).fill(board.address);
    await search.getByLabel(/^Address, like/).press('Enter');
    const cabin = card(page, 'The cabin');
    await expect(simulated).toHaveCount(0);
    await cabin.getByLabel('PIN of The cabin').fill('1234');
    await page.keyboard.press('Enter');
    await expect(fact(cabin, 'PIN')).toHaveText(/^taken/);
    await search.getByLabel(/^Address, like/).fill(board.address);
    await search.getByRole('button', { name: 'Add' }).click();
    await expect(search.getByRole('status').filter({ hasText: 'Another battery is there already.' })).toBeVisible();
    await page.getByRole('link', { name: 'Events' }).click();
    await expect(page.getByTestId('entry').filter({ hasText: 'An owner added the battery.' })).toBeVisible();
  });
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
