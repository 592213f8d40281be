// SPDX-License-Identifier: Apache-2.0
// What the colours of a canvas depend on: when this changes, they are taken anew.
import { prefs } from '../../state/prefs.svelte';

const dark = matchMedia('(prefers-color-scheme: dark)');

class Scheme {
  isDark = $state(dark.matches);

  constructor() {
    dark.addEventListener('change', () => (this.isDark = dark.matches));
  }
}
const scheme = new Scheme();

export const look = (): string => [prefs.theme, prefs.highContrast, scheme.isDark].join();
