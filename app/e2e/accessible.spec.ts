// SPDX-License-Identifier: Apache-2.0
// WCAG 2.2 AA as far as a program can see it, on every screen in every look; the keyboard; right to left; every width.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, kScreens, open, settled, test, type ScreenName } from './house/test';
import { wholeHouse } from './house/whole_house';

const house = wholeHouse();

type Attributes = { theme: 'light' | 'dark'; contrast?: 'high' };
const kLooks: Record<string, Attributes> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'high contrast': { theme: 'light', contrast: 'high' },
  'dark high contrast': { theme: 'dark', contrast: 'high' },
};
// What depends on colours; all other rules see the same in every look.
const kColourRules = ['color-contrast', 'link-in-text-block'];

// Screens that show the packs one by one; the others are the same whichever was chosen.
const kOfAPack = ['now', 'cells', 'history', 'events', 'settings'] as const satisfies readonly ScreenName[];
const kShown = [...kScreens.map((screen) => [screen, 'cabin'] as const), ...kOfAPack.map((screen) => [screen, 'boat'] as const)];

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules) axe.withRules(rules);
  else axe.options({ rules: { 'target-size': { enabled: true } } }); // WCAG 2.2; axe leaves it out by default
  const { violations: found } = await axe.analyze();
  return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${one.help}: ${node.html} ${node.failureSummary}`));
}

/** As the frame does when another look is chosen (more.spec.ts); nothing is built anew. */
async function wear(page: Page, look: Attributes): Promise<void> {
  await page.evaluate(({ theme, contrast }) => {
    const { dataset } = document.documentElement;
    dataset.theme = theme;
    if (contrast) dataset.contrast = contrast;
    else delete dataset.contrast;
  }, look);
  await settled(page);
}

for (const [screen, pack] of kShown) {
  test(`axe finds nothing on ${screen} of ${pack}, in any look`, async ({ page }) => {
    await open(page, house.gateway(), screen, pack);
    let rules: string[] | undefined;
    for (const [name, look] of Object.entries(kLooks)) {
      await wear(page, look);
      expect.soft(await violations(page, rules), name).toEqual([]);
      rules = kColourRules;
    }
  });
}

test('axe sees what is wrong, so that "nothing" means something', async ({ page }) => {
  await open(page, house.gateway());
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
  expect((await violations(page)).join()).toContain('button-name');
  await wear(page, { theme: 'dark' });
  await page.evaluate(() => {
    const pale = document.createElement('p');
    pale.textContent = 'hardly to be read';
    pale.style.color = '#333';
    document.querySelector('main')?.append(pale);
  });
  expect((await violations(page, kColourRules)).join()).toContain('color-contrast');
});

test('a look that the system asks for is taken', async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, house.gateway());
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await background()).not.toBe(light);
});

for (const screen of kScreens) {
  test(`everything on ${screen} is reached by the keyboard alone, and is seen to have the focus`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open(page, house.gateway(), screen, 'cabin');
    const walk = await page.evaluate(kMarkFocusable);
    const unseen: string[] = [];
    for (let i = 0; i < walk + 5; i += 1) {
      await page.keyboard.press('Tab');
      const invisible = await page.evaluate(kVisit);
      if (invisible) unseen.push(invisible);
    }
    expect(await page.evaluate(kUnvisited), 'never reached').toEqual([]);
    expect(unseen, 'reached, but not seen to be').toEqual([]);
  });
}

test('the first stop of the keyboard leads past the navigation', async ({ page }) => {
  await open(page, house.gateway(), 'now', 'cabin');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('from screen to screen by keyboard', async ({ page }) => {
  await open(page, house.gateway(), 'now', 'cabin');
  const link = page.getByRole('navigation').getByRole('link', { name: 'Cells' });
  while (!(await link.evaluate((one) => one === document.activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/cells\/cabin/);
});

for (const screen of kScreens) {
  test(`${screen} never has to be moved sideways: 320 px to 4K, left to right and right to left`, async ({ page }) => {
    for (const pack of kShown.flatMap(([one, whose]) => (one === screen ? [whose] : []))) {
      await open(page, house.gateway(), screen, pack);
      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        for (const width of [320, 390, 600, 899, 900, 1280, 1920, 3840]) {
          await page.setViewportSize({ width, height: Math.round(width < 700 ? width * 2 : width * 0.56) });
          const beyond = await page.evaluate(kBeyondTheEdge);
          expect.soft(beyond, `${screen} of ${pack} at ${width} px, ${direction}`).toEqual([]);
        }
      }
    }
  });
}

// What follows runs in the page.

/** Marks what ought to be reached by Tab; returns how many. Of a group with one stop (radios, tabindex -1) that one. */
function kMarkFocusable(): number {
  const all = [...document.querySelectorAll<HTMLElement>(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const reachable = all.filter((one) => {
    if (one.tabIndex < 0 || one.matches(':disabled') || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.closest('details:not([open])') && !one.matches('summary')) return false;
    if (one instanceof HTMLInputElement && one.type === 'radio') {
      const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${one.name}"]`)];
      return one === (group.find((other) => other.checked) ?? group[0]);
    }
    return true;
  });
  for (const one of reachable) one.dataset.tabStop = 'waiting';
  return reachable.length;
}

/** Notes what has the focus; returns its HTML if nothing shows that it has it. */
function kVisit(): string | null {
  const one = document.activeElement as HTMLElement | null;
  if (!one || one === document.body) return null;
  one.dataset.tabStop = 'visited';
  const style = getComputedStyle(one);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  // A control may be drawn by its label, which then shows the focus.
  const label = one.closest('label');
  const labelled = label !== null && getComputedStyle(label).outlineStyle !== 'none';
  return outlined || labelled ? null : one.outerHTML.slice(0, 120);
}

function kUnvisited(): string[] {
  return [...document.querySelectorAll('[data-tab-stop=waiting]')].map((one) => one.outerHTML.slice(0, 120));
}

/** What sticks out of the page sideways, unless something around it can be scrolled or clips it. */
function kBeyondTheEdge(): string[] {
  const width = document.documentElement.clientWidth;
  const clipped = (one: Element): boolean => {
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== 'visible') return true;
    }
    return false;
  };
  const found = [...document.body.querySelectorAll('*')].filter((one) => {
    const box = one.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return false;
    return (box.left < -1 || box.right > width + 1) && !clipped(one);
  }).map((one) => one.outerHTML.slice(0, 120));
  if (document.documentElement.scrollWidth > width) found.push(`the page: ${document.documentElement.scrollWidth} px`);
  return found;
}
