// SPDX-License-Identifier: Apache-2.0
// Whether this browser can talk to a device by Bluetooth, and if not, what to do: one sentence.
import type { DirectKey } from './words/words.svelte';

export interface Browser {
  secure: boolean;
  has: boolean;
  /** navigator.userAgent, for the way out alone. */
  agent: string;
  touch: number;
}

/** null: it can. */
export function whyNotAble({ secure, has, agent, touch }: Browser): DirectKey | null {
  if (!secure) return 'no.insecure';
  if (has) return null;
  // An iPad calls itself a Mac; a Mac has no touch screen.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touch > 1)) return 'no.apple';
  if (/Linux/.test(agent) && !/Android/.test(agent) && /Chrome\//.test(agent)) return 'no.linux';
  return 'no.browser';
}
