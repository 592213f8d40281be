// SPDX-License-Identifier: Apache-2.0
// Every screen on a phone and on a desk, in light and dark, of a cabin on a sunny day; the past is that of the system
// that the gateway shows when no pack is configured. PICTURES is the folder that they go to.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Gateway } from '../house/gateway';
import { dress, expect, kScreens, open, test } from '../house/test';

const kMostBytes = 150_000;
const kSizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } } as const;
const kWithPast = new Set(['history', 'events']);

const kCabin = `
name = "A cabin on a sunny day"
days = 1
begin = "10:30"
[pack]
cells = 16
capacity_ah = 200
soc_percent = 71
[pack.spread]
capacity_percent = 1
soc_percent = 1
resistance_percent = 8
voltage_error_mv = 2
temperature_c = 2
[pack.sensor_out]
`;

const folder = process.env.PICTURES ?? '';
let noon: Gateway;
let lived: Gateway;

test.beforeAll(async () => {
  noon = await Gateway.start([{ id: 'cabin', name: 'The cabin', links: [{ kind: 'simulated', at: kCabin }] }]);
  lived = await Gateway.start([]);
});
test.afterAll(async () => {
  for (const gateway of [noon, lived]) await gateway.stop();
});

for (const [size, viewport] of Object.entries(kSizes)) {
  for (const theme of ['light', 'dark'] as const) {
    test(`${size}, ${theme}`, async ({ context, page }) => {
      await page.setViewportSize(viewport);
      await dress(context, { theme });
      for (const screen of kScreens) {
        await open(page, kWithPast.has(screen) ? lived : noon, screen);
        await page.waitForTimeout(2_000); // values ease in, charts are drawn
        const path = join(folder, `${screen}-${size}-${theme}.png`);
        await page.screenshot({ path, animations: 'disabled' });
        expect(statSync(path).size, path).toBeLessThan(kMostBytes);
      }
    });
  }
}
