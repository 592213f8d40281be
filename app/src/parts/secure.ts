// SPDX-License-Identifier: Apache-2.0
// What the browser holds back from this page, and why: each reason once, with all that it costs.
import type { Keeping } from '../offline/registration.svelte';
import type { Awake } from '../state/wake.svelte';

export type Lost = 'offline' | 'install' | 'awake';
export type Why = 'insecure' | 'untrusted' | 'unsupported' | 'refused';

export interface Missing {
  why: Why;
  lost: Lost[];
}

export function missingOf(keeping: Keeping, awake: Awake, page: { secure: boolean; wakeLock: boolean }): Missing[] {
  if (!page.secure) return [{ why: 'insecure', lost: ['offline', 'install', 'awake'] }];
  const found: Missing[] = [];
  if (keeping === 'untrusted' || keeping === 'unsupported') found.push({ why: keeping, lost: ['offline', 'install'] });
  if (awake === 'refused') found.push({ why: 'refused', lost: ['awake'] });
  else if (!page.wakeLock) {
    const same = found.find(({ why }) => why === 'unsupported');
    if (same) same.lost.push('awake');
    else found.push({ why: 'unsupported', lost: ['awake'] });
  }
  return found;
}
