// SPDX-License-Identifier: Apache-2.0
// The tests in a real browser: Debian's Chromium, and the gateway as it was built (script/app --browser runs them).
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../build/browser-tests',
  fullyParallel: true,
  // What waits for a minute to pass comes first, so that the other worker has something to do meanwhile.
  projects: [
    { name: 'waits', testMatch: 'direct.spec.ts' },
    { name: 'rest', testMatch: '*.spec.ts', testIgnore: 'direct.spec.ts' },
  ],
  workers: 2,
  forbidOnly: true,
  // A test that passes at its second try has failed.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CELLWARDEN_REPORT
    ? [['list'], ['json', { outputFile: process.env.CELLWARDEN_REPORT }]]
    : [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Costs a quarter of the time: for a test that has failed, `--trace retain-on-failure`.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
