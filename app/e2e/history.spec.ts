// SPDX-License-Identifier: Apache-2.0
// The past (PLUS-3): charts and CSV hold the API's numbers, a gap stays a gap, and keys, wheel, drag and two fingers
// lead from a minute to ten years.
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { manualsPack } from './house/frame';
import type { Gateway } from './house/gateway';
import { dress, expect, open, test } from './house/test';

const kHour = 3_600_000;
const kStepMs = 10_000;
// Yesterday from 10:00 to 12:00 (UTC, as the browser's clock): charge rises by 1 % a minute from 0 to 40 %, is not known
// for 20 minutes, then falls from 100 %; simulated in its second hour.
const kFrom = new Date(Date.now() - 24 * kHour).setUTCHours(10, 0, 0, 0);
const kTo = kFrom + 2 * kHour;
const kGap = { from: kFrom + 40 * 60_000, to: kFrom + kHour };
const socAt = (ms: number) => (ms < kGap.from ? (ms - kFrom) / 60_000 : 100 - (ms - kGap.to) / 60_000);

function readings(): string {
  const rows = ['time,soc,pack_v,battery_a,charge_closed,load_closed,simulated,warning_vh,energy_in_wh,energy_out_wh'];
  for (let at = kFrom; at < kTo; at += kStepMs) {
    if (at >= kGap.from && at < kGap.to) continue;
    const late = at >= kGap.to;
    const high = late && at < kGap.to + 600_000;
    const values = [socAt(at).toFixed(3), 53.5, 16.5, late ? 0 : 1, 1, late ? 1 : 0, high ? 1 : 0];
    const counted = [3600, 7200].map((ms) => Math.floor((at - kFrom) / ms));
    rows.push([new Date(at).toISOString(), ...values, ...counted].join());
  }
  return rows.join('\n') + '\n';
}

async function livedIn(start: (packs: never[]) => Promise<Gateway>, port: string): Promise<Gateway> {
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: port }] }] as never[]);
  const answer = await fetch(`${gateway.address}api/v1/packs/house/history.csv`, {
    method: 'POST', body: readings(), headers: { 'Content-Type': 'text/csv', 'Sec-Fetch-Site': 'none' },
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return gateway;
}

const kYesterday = `house?from=${kFrom}&to=${kTo}`;
const charts = (page: Page) => page.getByRole('group', { name: 'Charts' });
const spanOf = (page: Page) => {
  const query = new URLSearchParams(new URL(page.url()).hash.split('?')[1]);
  return query.has('span') ? Number(query.get('span')) : Number(query.get('to')) - Number(query.get('from'));
};

test.beforeEach(({ page }) => page.setViewportSize({ width: 1000, height: 800 }));

interface Chart {
  step_ms: number;
  time_ms: number[];
  series: { name: string; mean: (number | null)[] }[];
}

test('what is shown, as CSV, is what the API says', async ({ page, plugIn, start }) => {
  const gateway = await livedIn(start, (await plugIn(manualsPack())).port);
  const asked = page.waitForRequest(/\/history\?series=soc/);
  await open(page, gateway, 'history', kYesterday);
  const chart = await gateway.get<Chart>(new URL((await asked).url()).pathname + new URL((await asked).url()).search);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV of what is shown' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const [head = [], ...rows] = text.trim().split('\r\n').map((row) => row.split(','));
  const isSeen = (at: number) => at + chart.step_ms >= kFrom && at < kTo;
  expect(rows.map(([time]) => Date.parse(time ?? ''))).toEqual(chart.time_ms.filter(isSeen));
  expect(rows.length).toBeGreaterThan(300);
  for (const { name, mean } of chart.series) {
    const column = head.findIndex((one) => one === name || one === `${name}_mean`);
    const known = rows.map((row) => (row[column] === '' ? null : Number(row[column])));
    expect(known, name).toEqual(mean.filter((_, i) => isSeen(chart.time_ms[i] ?? 0)));
  }
  const soc = head.findIndex((one) => one.startsWith('soc'));
  for (const row of rows.filter((one) => one[soc] !== '')) {
    expect(Math.abs(Number(row[soc]) - socAt(Date.parse(row[0] ?? ''))), row[0]).toBeLessThan(0.5);
  }
});

test('a line stands where the API says, and there is none over a gap', async ({ page, plugIn, start }) => {
  const gateway = await livedIn(start, (await plugIn(manualsPack())).port);
  await open(page, gateway, 'history', kYesterday);
  const heightsAt = (minute: number) => page.getByTestId('chart-soc').locator('canvas').evaluate(kInked, minute / 120);
  for (const minute of [10, 20, 30, 70, 90, 110]) {
    await expect(async () => {
      const inked = await heightsAt(minute);
      const soc = socAt(kFrom + minute * 60_000);
      expect(inked.length, `${minute} min`).toBeGreaterThan(0);
      for (const one of inked) expect(Math.abs(one - soc), `${minute} min: ${inked}`).toBeLessThan(4);
    }).toPass({ timeout: 5_000 });
  }
  for (const minute of [42, 50, 58]) expect(await heightsAt(minute), `${minute} min`).toEqual([]);
  await expect(charts(page).getByText('Vh: cell voltage high')).toBeVisible();
  await expect(charts(page).getByText('Simulated, not measured')).toBeVisible();
});

test('keys lead from a minute to ten years, to the beginning and back to now', async ({ page, plugIn, start }) => {
  const gateway = await livedIn(start, (await plugIn(manualsPack())).port);
  await open(page, gateway, 'history', kYesterday);
  await expect(charts(page)).toBeVisible();
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toContainText('10:00');
  await charts(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(title).toContainText('10:24');
  await page.keyboard.press('PageUp');
  await expect(title).toContainText('8:24');
  await page.keyboard.press('+');
  await expect.poll(() => spanOf(page)).toBe(kHour);
  for (let i = 0; i < 12; i += 1) await page.keyboard.press('+');
  await expect.poll(() => spanOf(page)).toBe(60_000);
  for (let i = 0; i < 26; i += 1) await page.keyboard.press('-');
  await expect.poll(() => spanOf(page) / (365.25 * 24 * kHour)).toBe(10);
  await page.getByRole('button', { name: 'Hour' }).click();
  await expect(page.getByRole('button', { name: 'Hour' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Later' }).first()).toBeDisabled();
  await charts(page).focus();
  await page.keyboard.press('Home');
  await expect(title).toContainText('10:00');
  await expect(page.getByRole('button', { name: 'Hour' })).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('chart-soc')).toContainText(/0\s% … 39\s%/);
  await page.keyboard.press('End');
  await expect(page.getByTestId('chart-soc')).toContainText('75 %');
  await expect(page.getByRole('button', { name: 'Hour' })).toHaveAttribute('aria-pressed', 'true');
});

test('wheel, drag and two fingers', async ({ context, page, plugIn, start }) => {
  const gateway = await livedIn(start, (await plugIn(manualsPack())).port);
  await open(page, gateway, 'history', kYesterday);
  const plot = page.getByTestId('chart-power').getByRole('img');
  await expect(plot.locator('canvas')).toBeVisible();
  const box = await plot.boundingBox();
  if (!box) throw new Error('the chart is not drawn');
  const [middle, y] = [box.x + box.width / 2, box.y + box.height / 2];

  await page.mouse.move(middle, y);
  await page.mouse.wheel(0, -200);
  await expect.poll(() => spanOf(page)).toBeLessThan(1.6 * kHour);
  const closer = spanOf(page);
  await page.mouse.wheel(0, 200);
  await expect.poll(() => Math.round(spanOf(page) / 1000)).toBe(7200);
  expect(closer).toBeGreaterThan(kHour);

  const title = page.getByRole('heading', { level: 1 });
  await page.mouse.down();
  await page.mouse.move(middle + (box.width - 70) / 2, y, { steps: 5 });
  await page.mouse.up();
  await expect(title).toContainText(/\b0?9:00/);

  const touch = await context.newCDPSession(page);
  const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    touch.send('Input.dispatchTouchEvent', {
      type, touchPoints: type === 'touchEnd' ? [] : [{ x: middle - apart, y, id: 1 }, { x: middle + apart, y, id: 2 }],
    });
  await fingers('touchStart', 50);
  for (const apart of [75, 100]) await fingers('touchMove', apart);
  await fingers('touchEnd', 0);
  await expect.poll(() => spanOf(page) / kHour).toBeCloseTo(1, 1);
});

test('the table, the energy and the list of events say what the API says', async ({ page, plugIn, start }) => {
  const gateway = await livedIn(start, (await plugIn(manualsPack({ warnings: ['Vl'] }))).port);
  await open(page, gateway, 'history', kYesterday);
  await page.getByRole('button', { name: 'As a table' }).first().click();
  const past = page.getByRole('table', { name: /The past in numbers/ });
  await expect(past.getByRole('row', { name: /10:30:00/ })).toContainText('32 %'); // of five minutes
  await expect(past.getByRole('row', { name: /10:30:00/ })).toContainText('+882 W');
  await expect(past.getByRole('row', { name: /11:05:00/ })).toContainText('Vh');

  const { bars } = await gateway.get<{ bars: { from: number; in_wh: number | null }[] }>(
    `api/v1/packs/house/energy?unit=day&from=${kFrom}&to=${kFrom + 1}`);
  expect(bars[0]?.in_wh).toBe(1997);
  await page.getByRole('button', { name: 'As a table' }).last().click();
  const energy = page.getByRole('table', { name: 'Energy' });
  await expect(energy.getByRole('row').nth(2)).toContainText('1.99 kWh');
  await page.getByRole('button', { name: 'Month' }).last().click();
  await expect(energy.getByRole('row')).toHaveCount(25);

  await page.getByRole('button', { name: 'As a table' }).first().click();
  await page.getByRole('button', { name: 'Day', exact: true }).first().click();
  const told = async () => (await gateway.get<{ events: { at: number }[] }>('api/v1/packs/house/events')).events;
  await expect.poll(async () => (await told()).length, 'Vl is an event').toBeGreaterThan(0);
  const events = await told();
  await page.getByText(`Events in this time: ${events.length}`).click();
  await expect(page.locator('details').getByRole('listitem')).toHaveCount(events.length);
  await expect(page.getByTestId('marks')).toContainText(/[●▲✕]/);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing with all of it open: ${theme}`, async ({ context, page, plugIn, start }) => {
    await dress(context, { theme });
    const gateway = await livedIn(start, (await plugIn(manualsPack())).port);
    await open(page, gateway, 'history', `${kYesterday}&cells=2,5,7,9`);
    await expect(page.getByRole('button', { name: /^Cell \d: leave out/ })).toHaveCount(4);
    for (const button of await page.getByRole('button', { name: 'As a table' }).all()) await button.click();
    await page.getByText(/^Events in this time/).click();
    await expect(page.getByRole('table')).toHaveCount(2);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`))).toEqual([]);
  });
}

// What follows runs in the page.

/** At this share of the time axis: the charge, in %, at which the canvas is inked (other than by its grid). */
function kInked(canvas: SVGElement | HTMLElement, share: number): number[] {
  const drawn = canvas as HTMLCanvasElement;
  const ratio = drawn.width / drawn.clientWidth;
  const [left, right, top, bottom] = [58, 12, 8, 26].map((px) => px * ratio) as [number, number, number, number];
  const x = Math.round(left + share * (drawn.width - left - right));
  const height = drawn.height - top - bottom;
  const pixels = drawn.getContext('2d')?.getImageData(x, 0, 1, drawn.height).data ?? [];
  const found: number[] = [];
  for (let y = Math.round(top); y < drawn.height - bottom; y += 1) {
    const [red = 0, green = 0, , alpha = 0] = pixels.slice(y * 4, y * 4 + 4);
    if (alpha > 200 && green - red > 40) found.push(100 - ((y - top) / height) * 100);
  }
  return found;
}
