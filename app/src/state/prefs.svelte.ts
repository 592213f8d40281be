// SPDX-License-Identifier: Apache-2.0
// What this browser's person chose, kept in this browser: language, theme, contrast, keep awake.
import { kLanguages, type Language } from '../words/languages';

export type Theme = 'system' | 'light' | 'dark';
export interface Prefs {
  language: Language;
  theme: Theme;
  highContrast: boolean;
  keepAwake: boolean;
}

const kKey = 'cellwarden.prefs';

function preferredLanguage(): Language {
  for (const tag of navigator.languages) {
    const short = tag.slice(0, 2).toLowerCase();
    const known = kLanguages.find((one) => one === short);
    if (known) return known;
  }
  return 'en';
}

function read(): Prefs {
  const fallback: Prefs = {
    language: preferredLanguage(),
    theme: 'system',
    highContrast: false,
    keepAwake: false,
  };
  try {
    return { ...fallback, ...(JSON.parse(localStorage.getItem(kKey) ?? '{}') as Partial<Prefs>) };
  } catch {
    return fallback;
  }
}

export const prefs = $state<Prefs>(read());

/** Changes, and remembers where the browser lets us. */
export function prefer(change: Partial<Prefs>): void {
  Object.assign(prefs, change);
  try {
    localStorage.setItem(kKey, JSON.stringify(prefs));
  } catch {
    // Private windows may refuse; the choice holds until the page is closed.
  }
}
