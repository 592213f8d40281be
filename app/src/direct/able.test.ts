// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { whyNotAble } from './able';

const kWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const kLinux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const kFirefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const kPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const kMac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

test.each([
  ['Chrome', { secure: true, has: true, agent: kWindows, touch: 0 }, null],
  ['an insecure page, whatever the browser', { secure: false, has: false, agent: kWindows, touch: 0 }, 'no.insecure'],
  ['Chrome on Linux without the switch', { secure: true, has: false, agent: kLinux, touch: 0 }, 'no.linux'],
  ['Chrome on Linux with it', { secure: true, has: true, agent: kLinux, touch: 0 }, null],
  ['Firefox', { secure: true, has: false, agent: kFirefox, touch: 0 }, 'no.browser'],
  ['an iPhone', { secure: true, has: false, agent: kPhone, touch: 5 }, 'no.apple'],
  ['an iPad, which calls itself a Mac', { secure: true, has: false, agent: kMac, touch: 5 }, 'no.apple'],
  ['Safari on a Mac', { secure: true, has: false, agent: kMac, touch: 0 }, 'no.browser'],
] as const)('%s', (_, browser, why) => {
  expect(whyNotAble(browser)).toBe(why);
});
