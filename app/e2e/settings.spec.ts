// SPDX-License-Identifier: Apache-2.0
// Settings (APP-3): staged, checked, written with the PIN and read back (SET-1), refused, locked (SET-2).
import type { Page } from '@playwright/test';
import { manualsPack } from './house/frame';
import type { Gateway, PackConfig } from './house/gateway';
import { expect, open, test } from './house/test';

// What a browser logs of a write that is refused.
test.use({ provoked: [/status of (403|409|422|429)/] });

const kCabin = 'hours = 6\nbegin = "11:30"\n[pack]\ncells = 16\nsoc_percent = 60\n';
const kPack = 'api/v1/packs/cabin';

interface Known {
  settings: Record<string, { value: number }>;
  v_bypass: { value: number | null };
  factory_pin: boolean;
}

/** A gateway of its own for each test, since a wrong PIN stays. */
async function cabin(page: Page, start: (packs: PackConfig[]) => Promise<Gateway>): Promise<Gateway> {
  const gateway = await start([{ id: 'cabin', name: 'The cabin', links: [{ kind: 'simulated', at: kCabin }] }]);
  await expect.poll(async () => (await gateway.get<Known>(`${kPack}/settings`)).v_bypass.value).not.toBeNull();
  await open(page, gateway, 'settings');
  await expect(page.getByRole('textbox', { name: 'V max', exact: true })).toHaveValue('3.600');
  return gateway;
}

async function write(page: Page, pin: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (!(await dialog.isVisible())) await page.getByRole('button', { name: 'Write …' }).click();
  await dialog.getByLabel(/^PIN of the battery/).fill(pin);
  await dialog.getByRole('button', { name: 'Write', exact: true }).click();
}

const stored = async (gateway: Gateway, name: string): Promise<number | undefined> =>
  (await gateway.get<Known>(`${kPack}/settings`)).settings[name]?.value;

test('a change is staged, checked, written with the PIN, and read back', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  await page.getByRole('textbox', { name: 'V min', exact: true }).fill('2,75');
  await expect(page.getByText('1 change, not written yet')).toBeVisible();
  await expect(page.getByText('checked, may be written')).toBeVisible();
  expect(await stored(gateway, 'v_min')).toBe(2.7);
  await write(page, '1234');
  await expect(page.getByRole('status').filter({ hasText: 'Written to the battery' })).toContainText('read back');
  await expect(page.getByText('not written yet')).toHaveCount(0);
  await expect.poll(() => stored(gateway, 'v_min')).toBe(2.75);
});

test('a wrong PIN changes nothing and loses nothing; the right one writes', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  await page.getByRole('textbox', { name: 'T max', exact: true }).fill('78');
  await write(page, '4321');
  await expect(page.getByRole('dialog')).toContainText('That is not the PIN of this battery');
  expect(await stored(gateway, 't_max')).toBe(80);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('1 change, not written yet')).toBeVisible();
  await write(page, '1234');
  await expect.poll(() => stored(gateway, 't_max')).toBe(78);
});

test('five wrong PINs lock, with a countdown, even for the right one', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  await page.getByRole('textbox', { name: 'T max', exact: true }).fill('78');
  for (let i = 0; i < 5; i += 1) {
    await write(page, '4321');
    await expect(page.getByLabel(/^PIN of the battery/)).toHaveValue('');
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeEnabled();
  }
  const locked = page.getByText(/^Too many wrong PINs: locked for \d+ s more/);
  await expect(locked).toBeVisible();
  const left = async () => Number(/\d+/.exec((await locked.textContent()) ?? '')?.[0]);
  const before = await left();
  expect(before).toBeLessThanOrEqual(60);
  await expect.poll(left).toBeLessThan(before);
  await page.getByLabel(/^PIN of the battery/).fill('1234');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Write', exact: true })).toBeDisabled();
  expect(await stored(gateway, 't_max')).toBe(80);
});

test('what contradicts V-bypass is refused where it is typed, with the reason', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  await page.getByRole('textbox', { name: 'V max', exact: true }).fill('3.3');
  const field = page.locator('[data-setting=v_max]');
  await expect(field).toContainText(/V max must be above V bypass, which is 3\.\d{3}\sV\. The switches on the IN board/);
  await expect(page.getByRole('textbox', { name: 'V max', exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: 'Write …' })).toBeDisabled();
  await field.getByRole('button', { name: /Undo/ }).click();
  await expect(page.getByRole('textbox', { name: 'V max', exact: true })).toHaveValue('3.600');
});

test('the handles go by keys and by dragging, and stop beside V-bypass', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  const vMin = page.getByRole('slider', { name: 'V min' });
  await vMin.focus();
  await page.keyboard.press('ArrowUp');
  await expect(vMin).toHaveAttribute('aria-valuenow', '2.705');
  await expect(page.getByRole('textbox', { name: 'V min', exact: true })).toHaveValue('2.705');
  const vMax = page.getByRole('slider', { name: 'V max' });
  const place = (await vMax.boundingBox())!;
  const x = place.x + place.width / 2;
  await page.mouse.move(x, place.y + place.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, place.y + place.height / 2 + 150, { steps: 8 });
  await page.mouse.up();
  const bypass = (await gateway.get<Known>(`${kPack}/settings`)).v_bypass.value ?? NaN;
  await expect(vMax).toHaveAttribute('aria-valuenow', String(Number((bypass + 0.005).toFixed(3))));
  await expect(page.getByText(/V max must be above V bypass/)).toBeVisible();
});

test('staged changes are still there after another screen', async ({ page, start }) => {
  const gateway = await cabin(page, start);
  await page.getByRole('textbox', { name: 'Charge restart', exact: true }).fill('90');
  await page.getByRole('link', { name: 'Devices' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('1 change, not written yet')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Charge restart', exact: true })).toHaveValue('90');
});

test('what a link cannot do is greyed, with the reason', async ({ page, plugIn, start }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([{ id: 'boat', links: [{ kind: 'serial', at: pack.port }] }]);
  await open(page, gateway, 'settings');
  await expect(page.getByRole('main')).toContainText('only listened to, over its data output. Nothing can be written');
  const vMin = page.getByRole('textbox', { name: 'V min', exact: true });
  await expect(vMin).toHaveValue('2.800');
  await expect(vMin).toBeDisabled();
  await expect(page.getByRole('radio', { name: 'exact' })).toBeDisabled();
  await expect(page.getByRole('slider', { name: 'V max' })).toHaveAttribute('aria-disabled', 'true');
});
