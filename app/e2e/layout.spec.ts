// SPDX-License-Identifier: Apache-2.0
// Where things stand on every screen, on a phone and on a desk, in light and dark: by geometry and roles, not by pixels.
import type { Page } from '@playwright/test';
import { dress, expect, kScreens, open, test } from './house/test';
import { wholeHouse } from './house/whole_house';

const house = wholeHouse();

const kSizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } } as const;
type Size = keyof typeof kSizes;

async function box(page: Page, role: 'main' | 'navigation') {
  const found = await page.getByRole(role).first().boundingBox();
  if (!found) throw new Error(`${role} is not drawn`);
  return found;
}

async function navigationStandsAside(page: Page, size: Size): Promise<void> {
  const { width, height } = kSizes[size];
  const bar = await box(page, 'navigation');
  const main = await box(page, 'main');
  if (size === 'phone') {
    expect(bar, 'a bar below').toMatchObject({ x: 0, width });
    expect(bar.y + bar.height).toBeCloseTo(height, 0);
    expect(bar.height).toBeLessThan(100);
    expect(main.x).toBeGreaterThanOrEqual(8);
    expect(main.x + main.width).toBeLessThanOrEqual(width - 8);
  } else {
    expect(bar, 'a rail at the side').toMatchObject({ x: 0, y: 0, height });
    expect(main.x).toBeGreaterThanOrEqual(bar.width);
  }
}

/** What is touched on a phone and lower than 44 px; links in a text and the cells of a picture, which share its width, may be. */
function kHardToTouch(): string[] {
  const drawn = [...document.querySelectorAll<HTMLElement>('a[href], button, select, input, summary')].filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled, .skip');
  });
  const says = (one: HTMLElement) => one.outerHTML.slice(0, 100);
  const isInText = (one: HTMLElement) => one.matches('p a, dd a, td a, dd button, td button, th button, [role=group] button');
  return drawn.filter((one) => !isInText(one)).flatMap((one) => {
    const target = one.closest('label') ?? one;
    const { width, height } = target.getBoundingClientRect();
    return height < 43.5 ? [`${Math.round(width)} × ${Math.round(height)}: ${says(one)}`] : [];
  });
}

for (const size of ['phone', 'desk'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    for (const screen of kScreens) {
      test(`${screen}, ${size}, ${theme}`, async ({ context, page }) => {
        await page.setViewportSize(kSizes[size]);
        await dress(context, { theme });
        await open(page, house.gateway(), screen, 'cabin');
        await navigationStandsAside(page, size);

        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        const heading = await page.getByRole('heading', { level: 1 }).boundingBox();
        expect(heading?.y, 'what it is about stands at the top').toBeLessThan(kSizes[size].height / 3);
        const levels = await page.getByRole('heading').evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
        levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 1), `${levels}`).toBeLessThanOrEqual(1));

        const [ground, ink] = await page.evaluate(() => {
          const style = getComputedStyle(document.body);
          return [style.backgroundColor, style.color].map((text) => Number(/\d+/.exec(text)?.[0]));
        });
        expect(Math.sign((ground ?? 0) - (ink ?? 0)), 'dark is dark').toBe(theme === 'light' ? 1 : -1);

        // What is still read from the gateway may make the page longer meanwhile.
        if (size === 'phone') await expect(async () => {
          await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
          const bar = await box(page, 'navigation');
          const main = await box(page, 'main');
          expect(main.y + main.height, 'nothing ends below the bar').toBeLessThanOrEqual(bar.y + 1);
        }).toPass({ timeout: 5_000 });
        if (size === 'phone') expect(await page.evaluate(kHardToTouch)).toEqual([]);
      });
    }
  }
}
