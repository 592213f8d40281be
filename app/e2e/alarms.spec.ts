// SPDX-License-Identifier: Apache-2.0
// What goes wrong while one looks: said on the first screen with its place and reason, announced once, seen by everybody.
import type { Page } from '@playwright/test';
import { brokenWire } from './house/broken_wire';
import { manualsPack } from './house/frame';
import { expect, kAway, open, test, watch } from './house/test';

const alarms = (page: Page) => page.getByTestId('alarms');
const lamp = (page: Page, name: string) => page.getByTestId(`lamp-${name}`);

const kCells = manualsPack().cells;
const kAbove = manualsPack({
  cells: kCells.map((one, index) => (index === 6 ? { mv: 3_650, c: 20.7 } : one)),
  warnings: ['Vh'],
  chargingAllowed: false,
  inMa: 0,
});

/** Counts what a screen reader would be told anew. */
async function countAnnouncements(page: Page): Promise<() => Promise<number>> {
  await alarms(page).evaluate((region) => {
    const told = { times: 0 };
    Object.assign(window, { told });
    new MutationObserver((changes) => (told.times += changes.length))
      .observe(region, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { told: { times: number } }).told.times);
}

test('a cell above V-max turns red and the sentence says why; everybody sees it', async ({ browser, page, plugIn, start }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  const other = await browser.newContext({ locale: 'en-GB' });
  const problems = watch(other);
  const second = await other.newPage();
  for (const one of [page, second]) {
    await open(one, gateway);
    await expect(one.getByTestId('headline')).toContainText('Charging 882 W.');
    await expect(alarms(one)).toBeEmpty();
  }

  pack.reading = kAbove;
  for (const one of [page, second]) {
    await expect(one.getByTestId('headline')).toHaveText(/Cell 7 .*3\.650\sV/);
    await expect(one.getByTestId('why')).toContainText(
      'Charge relay open, probably: cell 7 is 3.650 V, V-max is 3.600 V.',
    );
    await expect(lamp(one, 'Vh')).toHaveAttribute('data-state', 'on');
    const mark = one.getByTestId('battery').getByText(/^✕.*cell 7/i);
    const [r = 0, g = 0] = await mark.evaluate((text) => (getComputedStyle(text).color.match(/\d+/g) ?? []).map(Number));
    expect(r, 'red').toBeGreaterThan(2 * g);
    await expect(one.getByRole('alert')).toHaveText('Warning Vh: a cell’s voltage is too high.');
  }

  pack.reading = manualsPack();
  for (const one of [page, second]) {
    await expect(lamp(one, 'Vh')).toHaveAttribute('data-state', 'off');
    await expect(alarms(one)).toBeEmpty();
  }
  expect(problems).toEqual([]);
  await other.close();
});

test('an alarm is announced once, and numbers never', async ({ page, plugIn, start }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  await open(page, gateway);
  const announced = await countAnnouncements(page);
  for (const outMa of [3_000, 4_000]) {
    pack.reading = manualsPack({ outMa });
    await expect(page.getByTestId('house-current')).toHaveText(`${outMa / 1000}.0 A`);
  }
  expect(await announced()).toBe(0);

  pack.reading = kAbove;
  await expect(alarms(page)).toHaveText('Warning Vh: a cell’s voltage is too high.');
  const once = await announced();
  expect(once).toBeGreaterThan(0);
  pack.reading = { ...kAbove, outMa: 5_000 };
  await expect(page.getByTestId('house-current')).toHaveText('5.0 A');
  expect(await announced()).toBe(once);
  await page.getByRole('link', { name: 'Cells', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('16 cells');
  expect(await announced(), 'going to another screen').toBe(once);
});

test('a broken wire is E, with its place, on the first screen', async ({ page, start }) => {
  const gateway = await start([{ id: 'shed', links: [{ kind: 'simulated', at: brokenWire(), speed: 5 }] }]);
  await open(page, gateway);
  await expect(lamp(page, 'E')).toHaveAttribute('data-state', 'on', { timeout: 40_000 });
  const said = page.getByRole('main');
  await expect(said).toContainText('cell 6');
  await expect(said).toContainText('between cell 6 and cell 7');
  await expect(alarms(page)).toContainText(/^Warning E/);
});

test.describe('the gateway', () => {
  test.use({ provoked: [kAway] });

  test('is killed and started again: no old warning is announced meanwhile, and a new one is', async ({ page, plugIn, start }) => {
    const pack = await plugIn(kAbove);
    const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
    await open(page, gateway);
    await expect(alarms(page)).toHaveText('Warning Vh: a cell’s voltage is too high.');
    await gateway.end('SIGKILL');
    await expect(page.getByRole('status').filter({ hasText: 'The gateway is not heard.' })).toBeVisible();
    await expect(alarms(page)).toBeEmpty();
    await expect(page.getByTestId('why')).toContainText(/^This was true \d+ s ago\./);

    pack.reading = manualsPack({ warnings: ['Tl'] });
    await gateway.begin();
    await expect(alarms(page)).toHaveText('Warning Tl: a cell is too cold.');
    await expect(lamp(page, 'Vh')).toHaveAttribute('data-state', 'off');
    await expect(page.getByTestId('sun-power')).toHaveText('989 W');
  });
});
