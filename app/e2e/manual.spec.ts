// SPDX-License-Identifier: Apache-2.0
// The picture in the manual (APP-1), as frames on a cable: what the gateway makes of them is what the app has to show.
import { manualsPack } from './house/frame';
import { expect, open, test } from './house/test';

interface Told {
  currents: Record<'pack_mv' | 'in_ma' | 'out_ma' | 'battery_ma' | 'in_w' | 'battery_w' | 'out_w', number> | null;
  charge: Record<'soc_percent' | 'stored_wh' | 'in_today_wh' | 'out_today_wh' | 'in_total_wh' | 'out_total_wh', number> | null;
  cells: Record<string, { mv: number } | null>;
}

test('53.5 V with 18.5 A in and 2.0 A out are 989 W, 16.5 A, 882 W and 107 W', async ({ plugIn, start }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  const told = () => gateway.get<Told>('api/v1/packs/house');
  await expect.poll(async () => Object.values((await told()).cells).filter(Boolean).length).toBe(16);
  const { currents, charge, cells } = await told();
  expect(currents).toMatchObject({ pack_mv: 53_500, in_ma: 18_500, out_ma: 2_000, battery_ma: 16_500 });
  const watts = [currents?.in_w, currents?.battery_w, currents?.out_w].map((w) => Math.trunc(w ?? NaN));
  expect(watts).toEqual([989, 882, 107]);
  expect(charge).toMatchObject({ soc_percent: 75, stored_wh: 3_750, in_today_wh: 2_340, out_today_wh: 1_120,
    in_total_wh: 812_000, out_total_wh: 640_000 });
  expect(Object.values(cells).map((cell) => cell?.mv)).toEqual(manualsPack().cells.map((cell) => cell.mv));
});

test('the first screen shows them, each at its place and in the manual\'s rounding', async ({ page, plugIn, start }) => {
  const pack = await plugIn(manualsPack());
  const gateway = await start([{ id: 'house', links: [{ kind: 'serial', at: pack.port }] }]);
  await open(page, gateway);
  for (const [place, shown] of [
    ['sun-power', '989 W'], ['sun-current', '18.5 A'], ['sun-today', '2.34 kWh today'], ['sun-total', '812.0 kWh total'],
    ['battery-soc', '75 %'], ['battery-power', '+882 W'], ['battery-current', '+16.5 A'],
    ['battery-stored', '3.75 kWh stored'], ['battery-voltage', '53.5 V'],
    ['house-power', '107 W'], ['house-current', '2.0 A'], ['house-today', '1.12 kWh today'], ['house-total', '640.0 kWh total'],
  ] as const) {
    await expect(page.getByTestId(place), place).toHaveText(shown);
  }
  await expect(page.getByTestId('headline')).toContainText('Charging 882 W.');
  for (const lamp of ['E', 'Vh', 'Vl', 'Th', 'Tl']) {
    await expect(page.getByTestId(`lamp-${lamp}`)).toHaveAttribute('data-state', 'off');
  }
});
