// SPDX-License-Identifier: Apache-2.0
// A browser that has no Bluetooth for pages (APP-4): Chromium on Linux without its switch.
import { dress, expect, open, test } from './house/test';

const kHouse = [{ id: 'shed', links: [{ kind: 'simulated' as const, at: 'hours = 6\nbegin = "10:00"\n[pack]\ncells = 4\n' }] }];

test('one sentence says what to do, in the person’s language', async ({ context, page, start }) => {
  const gateway = await start(kHouse);
  await open(page, gateway, 'devices');
  const card = page.getByRole('region', { name: 'Connect by Bluetooth from this browser' });
  await expect(card).toContainText('On Linux it is behind a switch');
  await expect(card.getByRole('button')).toHaveCount(0);
  await dress(context, { theme: 'light', language: 'nl' });
  await page.reload();
  await expect(page.getByRole('region', { name: 'Verbinden via Bluetooth vanuit deze browser' }))
    .toContainText('Op Linux zit het achter een schakelaar');
});
