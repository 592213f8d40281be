// SPDX-License-Identifier: Apache-2.0
// The simulator in the browser (APP-6): the boards' own program, without any hardware, and without the gateway.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from './house/test';
import { wholeHouse } from './house/whole_house';

const house = wholeHouse();
// One test goes offline, and the frame around the screen goes on looking for its gateway.
test.use({ provoked: [/ERR_INTERNET_DISCONNECTED/] });

async function simulator(page: Page): Promise<void> {
  await open(page, house.gateway(), 'simulator');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
}

/** Power as the screen writes it, in W. */
async function watts(page: Page, id: string): Promise<number> {
  const text = (await page.getByTestId(id).textContent()) ?? '';
  const [, value = '', unit] = /([\d.]+)\s*(kW|W)/.exec(text) ?? [];
  return Number(value) * (unit === 'kW' ? 1000 : 1);
}
const knob = (page: Page, name: string) => page.getByRole('slider', { name });

async function passesAxe(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
}

test('it plays the boards’ own program, and no longer asks the gateway for anything', async ({ page }) => {
  const served: string[] = [];
  page.on('response', async (answer) => {
    if (answer.url().endsWith('.wasm')) served.push(answer.headers()['content-type'] ?? '');
  });
  await simulator(page);
  expect(served).toEqual(['application/wasm']);
  await page.context().setOffline(true);
  const time = page.getByTestId('sim-time');
  const before = await time.textContent();
  await page.getByRole('button', { name: '10 min/s' }).click();
  await expect(time).not.toHaveText(before ?? '');
  await expect(page.getByTestId('battery-soc')).toContainText('%');
  await page.context().setOffline(false);
});

test('knobs turn sun and house, and let go again', async ({ page }) => {
  await simulator(page);
  await knob(page, 'Sun, of its peak').fill('0');
  await expect.poll(() => watts(page, 'sun-power')).toBe(0);
  await knob(page, 'House').fill('500');
  await expect.poll(() => watts(page, 'house-power')).toBeGreaterThan(500);
  await expect(page.getByTestId('sim-headline')).toContainText('Discharging');
  await page.getByRole('button', { name: 'Held; let go' }).first().click();
  await expect.poll(() => watts(page, 'sun-power')).toBeGreaterThan(100);
});

test('paused, nothing changes, and nothing grows old', async ({ page }) => {
  await simulator(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const time = await page.getByTestId('sim-time').textContent();
  await page.waitForTimeout(5_000); // longer than three cycles: an age would show
  await expect(page.getByTestId('sim-time')).toHaveText(time ?? '');
  await expect(page.getByRole('main')).not.toContainText('s ago');
});

test('cold air is a cold battery: the warning comes with its cell, and charging is not allowed', async ({ page }) => {
  await simulator(page);
  await knob(page, 'Air around the battery').fill('-20');
  await page.getByRole('button', { name: '10 min/s' }).click();
  await expect(page.getByTestId('sim-headline')).toContainText('too cold');
  await expect(page.getByTestId('lamp-Tl')).toHaveAttribute('data-state', 'on');
  await expect(page.getByTestId('relay-charge')).toHaveAttribute('data-state', 'open');
  await expect(page.getByTestId('sim-events')).toContainText('Warning Tl');
});

test('a system of one’s own, and shipped scenarios', async ({ page }) => {
  await simulator(page);
  await page.getByLabel('Cells', { exact: true }).fill('8');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('link', { name: 'Show all 8 cells' })).toBeVisible();
  await page.getByRole('combobox', { name: /^What/ }).selectOption('Three batteries in parallel');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByTestId('bank')).toBeVisible();
  await page.getByRole('main').getByRole('combobox', { name: /^Battery/ }).selectOption({ index: 1 });
  await expect(page.getByTestId('bank')).toContainText('allowed by all batteries');
});

const part = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: 'Boards and wires' }).getByRole('button', { name });

test('a wire is cut and mended by the keyboard: the place is named, and LEDs behind it go dark', async ({ page }) => {
  await simulator(page);
  const picture = page.getByRole('group', { name: 'Boards and wires' });
  await part(page, /^Cell 1,/).focus();
  await page.keyboard.press('ArrowRight');
  await expect(part(page, /^Wire between cell 1 and cell 2/)).toBeFocused();
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'Wire between cell 3 and cell 4' })).toBeVisible();
  await expect(picture.locator('[tabindex="0"]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Cut the wire' }).focus();
  await page.keyboard.press('Enter');

  await expect(page.getByTestId('sim-headline')).toHaveText('No data from cell 3.');
  await expect(page.getByTestId('lamp-E')).toHaveAttribute('data-state', 'on');
  await expect(page.getByTestId('relay-charge')).toHaveAttribute('data-state', 'open');
  await expect(part(page, /^Cell 3, LED flashes/)).toBeVisible();
  await expect(part(page, /^Cell 4, LED dark/)).toBeVisible();
  await expect(part(page, /^Charge relay, Its contact is open/)).toBeVisible();
  await expect(page.getByTestId('sim-events')).toContainText('Broken: Wire between cell 3 and cell 4.');

  await page.getByTestId('sim-broken').getByRole('button', { name: 'Mend' }).click();
  await page.getByRole('button', { name: '1 min/s' }).click();
  await expect(page.getByTestId('lamp-E')).toHaveAttribute('data-state', 'off');
  await expect(page.getByTestId('relay-charge')).toHaveAttribute('data-state', 'closed');
});

test('a heated cell passes T-max, and the sentence names it', async ({ page }) => {
  await simulator(page);
  await part(page, /^Cell 5,/).click();
  await page.getByRole('button', { name: 'Heat the cell by 75 °C' }).click();
  await page.getByRole('button', { name: '10 min/s' }).click();
  await expect(page.getByTestId('sim-headline')).toContainText('Cell 5 is too warm');
  await expect(page.getByTestId('relay-load')).toHaveAttribute('data-state', 'open');
});

test('a welded relay goes on passing current, and that is an alarm', async ({ page }) => {
  await simulator(page);
  await part(page, /^Charge relay/).click();
  await page.getByRole('button', { name: 'Weld the charge relay’s contact' }).click();
  await part(page, /^Cell 2,/).click();
  await page.getByRole('button', { name: 'Its board reads 0.35 V too much' }).click();
  await page.getByRole('button', { name: '1 min/s' }).click();
  await expect(page.getByTestId('sim-headline')).toContainText('the charge relay did not open');
});

test('wires of the IN and the OUT board are those of the cells that they sit on', async ({ page }) => {
  await simulator(page);
  await part(page, 'IN board').click();
  await expect(page.getByTestId('sim-part')).toContainText('It sits on cell 1. The wire to cell 2 is its wire.');
  await part(page, 'OUT board').click();
  await expect(page.getByTestId('sim-part')).toContainText('It sits on cell 16. The wire from cell 15 is its wire.');
  await part(page, 'Wire between cell 15 and cell 16').click();
  await page.getByRole('button', { name: 'Cut the wire' }).click();
  await expect(page.getByTestId('sim-headline')).toHaveText('No data from cell 15.');
});

test('a board is left out: the others close up, one is missing, and nothing is allowed', async ({ page }) => {
  await simulator(page);
  await part(page, /^Cell 1,/).click();
  await expect(page.getByRole('button', { name: /^Leave its board out/ })).toHaveCount(0);
  await part(page, /^Cell 5,/).click();
  await page.getByRole('button', { name: /^Leave its board out/ }).click();
  await page.getByRole('button', { name: '1 min/s' }).click();
  await expect(page.getByTestId('sim-headline')).toContainText('15');
  await expect(page.getByTestId('relay-charge')).toHaveAttribute('data-state', 'open');
});

test('a cell is shown as it is and as its board says; a tap on the battery leads there', async ({ page }) => {
  await simulator(page);
  await page.getByRole('link', { name: 'Show all 16 cells' }).click();
  await expect(page.getByRole('heading', { name: 'All cells' })).toBeInViewport();
  await page.getByRole('group', { name: 'All cells' }).getByRole('button', { name: /^Cell 3: / }).click();
  const row = page.getByTestId('sim-cell').getByRole('row', { name: /^Voltage/ });
  const apart = async () => {
    const [really = NaN, told = NaN] = (await row.getByRole('cell').allTextContents()).map((text) => parseFloat(text));
    return Math.abs(told - really);
  };
  await expect(page.getByTestId('sim-cell')).toContainText('Cell 3');
  expect(await apart()).toBeLessThan(0.02);
  await part(page, /^Cell 3,/).click();
  await page.getByRole('button', { name: 'Its board reads 0.35 V too much' }).click();
  await expect.poll(apart).toBeGreaterThan(0.3);
});

test('the chart goes on with the time, and says what the screen says', async ({ page }) => {
  await simulator(page);
  const chart = page.getByTestId('sim-track');
  await expect(chart.locator('canvas')).toHaveCount(3);
  await page.getByRole('button', { name: '10 min/s' }).click();
  await expect(chart).toContainText('Charge relay closed');
  await page.getByRole('button', { name: 'Pause' }).click();
  const told = (await page.getByTestId('battery-soc').textContent()) ?? '';
  await expect(page.getByTestId('track-charge')).toContainText(`Counted ${parseInt(told, 10)}`);
  const lane = chart.locator('.relay').first().locator('.on');
  const heights = () => lane.evaluateAll((all) => all.map((one) => Number(one.getAttribute('height'))));
  const before = await heights();
  await part(page, 'Wire between cell 3 and cell 4').click();
  await page.getByRole('button', { name: 'Cut the wire' }).click();
  await page.getByRole('button', { name: '10 min/s' }).click();
  await expect(page.getByTestId('relay-charge')).toHaveAttribute('data-state', 'open');
  await page.getByRole('button', { name: '1 h/s' }).click();
  // Closed to begin with, and then no longer: the band ends before now.
  await expect.poll(() => lane.evaluateAll((all) => Math.max(...all.map((one) =>
    Number(one.getAttribute('x')) + Number(one.getAttribute('width')))))).toBeLessThan(900);
  expect(before.length).toBeGreaterThan(0);
});

test('settings are written to the simulated board with its PIN, and what follows is seen (SET-1)', async ({ page }) => {
  await simulator(page);
  await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
  const vMin = page.getByRole('textbox', { name: 'V min', exact: true });
  await expect(vMin).toHaveValue('2.700');
  await vMin.fill('3.5');
  await expect(page.locator('[data-setting=v_min]')).toContainText('V min must be below V bypass');
  await vMin.fill('3.395');
  await expect(page.getByText('checked, may be written')).toBeVisible();
  // Nothing of it was recorded: greyed, with the reason.
  await expect(page.getByRole('button', { name: 'What if' })).toBeDisabled();
  await expect(page.getByText('Only with a gateway, which keeps the past')).toBeVisible();
  await page.getByRole('button', { name: 'Write …' }).click();
  const dialog = page.getByRole('dialog');
  const write = async (pin: string) => {
    await dialog.getByLabel(/^PIN of the battery/).fill(pin);
    await dialog.getByRole('button', { name: 'Write', exact: true }).click();
  };
  await write('4321');
  await expect(dialog).toContainText('That is not the PIN of this battery');
  await expect(page.getByTestId('lamp-Vl')).toHaveAttribute('data-state', 'off');
  await write('1234');
  await expect(page.getByRole('status').filter({ hasText: 'Written to the battery' })).toContainText('read back');
  await expect(page.getByTestId('lamp-Vl')).toHaveAttribute('data-state', 'on');
  await page.getByRole('main').getByRole('link', { name: 'Play' }).click();
  await expect(page.getByTestId('relay-load')).toHaveAttribute('data-state', 'open');
  await expect(page.getByRole('group', { name: 'All cells' })).toContainText('V-min 3.395 V');
});

test('five wrong PINs lock the simulated board, for a minute of its time (SET-2)', async ({ page }) => {
  await simulator(page);
  await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'T max', exact: true }).fill('78');
  await page.getByRole('button', { name: 'Write …' }).click();
  const dialog = page.getByRole('dialog');
  for (let i = 0; i < 5; i += 1) {
    await dialog.getByLabel(/^PIN of the battery/).fill('4321');
    await dialog.getByRole('button', { name: 'Write', exact: true }).click();
    await expect(dialog.getByLabel(/^PIN of the battery/)).toHaveValue('');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeEnabled();
  }
  await expect(dialog).toContainText(/locked for (60|5\d) s more/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '1 min/s' }).click();
  const written = page.getByRole('status').filter({ hasText: 'Written to the battery' });
  await expect(async () => {
    if (await written.isVisible()) return;
    if (await dialog.isVisible()) await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Write …' }).click({ timeout: 2000 });
    await dialog.getByLabel(/^PIN of the battery/).fill('1234');
    await dialog.getByRole('button', { name: 'Write', exact: true }).click({ timeout: 1000 });
    await expect(written).toContainText('read back', { timeout: 2000 });
  }).toPass();
});

test('option switches are those of the IN board: switch 7 makes V-bypass 3.5 V', async ({ page }) => {
  await simulator(page);
  await part(page, 'IN board').click();
  const seven = page.getByRole('switch', { name: /^7/ });
  await expect(seven).not.toBeChecked();
  await seven.click();
  await expect(seven).toBeChecked();
  await expect(page.getByTestId('sim-part')).toContainText('3.50 V');
  await expect(page.getByRole('group', { name: 'All cells' })).toContainText('V-bypass 3.500 V');
});

test('without its power the OUT board opens both contacts and is silent; with it, it goes on', async ({ page }) => {
  await simulator(page);
  await part(page, 'OUT board').click();
  await expect(page.getByTestId('sim-part')).toContainText('Charge LED: flashes');
  const power = page.getByRole('button', { name: 'Take the OUT board’s power away' });
  await power.click();
  await expect(part(page, /^Charge relay, Its contact is open/)).toBeVisible();
  await expect(part(page, /^Load relay, Its contact is open/)).toBeVisible();
  await power.click();
  await page.getByRole('button', { name: '1 min/s' }).click();
  await expect(part(page, /^Charge relay, Its contact is closed/)).toBeVisible();
});

test('a year of one’s own system is simulated, shown as it grows, stopped, and played with (PLUS-5)', async ({ page }) => {
  test.slow(); // it calculates
  await simulator(page);
  await page.getByRole('link', { name: 'Design my system' }).click();
  await expect(page.getByRole('main')).toContainText('What this assumes');
  await page.getByLabel('Cells', { exact: true }).fill('8');
  await page.getByLabel('House, kWh a day').fill('12');
  await page.getByRole('combobox', { name: 'Where on earth' }).selectOption('Almería');
  await expect(page.getByLabel('Latitude, ° (south: −)')).toHaveValue('36.8');
  await page.getByRole('button', { name: 'Simulate a year' }).click();

  const year = page.getByTestId('year');
  await expect(page.getByRole('row', { name: /^Jan/ })).toContainText('kWh');
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(year).toContainText('LD-1:', { timeout: 45_000 }); // such a house empties such a battery
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(year.getByRole('heading')).toContainText('So far the house got');
  await expect(page.getByRole('main')).toContainText('Below V-bypass');

  await page.getByRole('button', { name: 'Play with this system' }).click();
  await expect(page.getByRole('link', { name: 'Show all 8 cells' })).toBeVisible();
});

test('the year passes axe and stands on a phone, in light and dark', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await simulator(page);
  await page.getByRole('link', { name: 'Design my system' }).click();
  await page.getByRole('button', { name: 'Simulate a year' }).click();
  await expect(page.getByRole('row', { name: /^Jan/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await passesAxe(page);
});

test('the chart and the settings pass axe and stand on a phone, in light and dark', async ({ page }) => {
  test.slow(); // axe looks at each part of the picture
  await page.setViewportSize({ width: 320, height: 700 });
  await simulator(page);
  await expect(page.getByTestId('track-volts')).toContainText('V …');
  await page.getByRole('button', { name: 'Pause' }).click();
  await passesAxe(page);
  await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'T max', exact: true }).fill('78');
  await expect(page.getByText('checked, may be written')).toBeVisible();
  await passesAxe(page);
});
