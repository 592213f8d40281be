// SPDX-License-Identifier: Apache-2.0
// A screenshot as WebP, a third of the size; the browser itself does it.
import type { Page } from '@playwright/test';

const kQuality = 0.86;

export async function asWebp(page: Page, png: Buffer): Promise<Buffer> {
  const blank = await page.context().newPage();
  const url = await blank.evaluate(async ({ source, quality }) => {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', quality);
  }, { source: `data:image/png;base64,${png.toString('base64')}`, quality: kQuality });
  await blank.close();
  if (!url.startsWith('data:image/webp')) throw new Error('this browser writes no WebP');
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
