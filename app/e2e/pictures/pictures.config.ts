// SPDX-License-Identifier: Apache-2.0
// Takes the guide's pictures (script/pictures): the same browser and gateway as the tests have.
import { defineConfig } from '@playwright/test';
import tests from '../../playwright.config';

export default defineConfig({
  ...tests,
  testDir: '.',
  projects: [{ name: 'pictures' }],
  testMatch: 'take.ts',
  outputDir: '../../../build/browser-tests',
  workers: 1,
  timeout: 300_000,
  reporter: 'line',
});
