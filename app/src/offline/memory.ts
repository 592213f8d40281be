// SPDX-License-Identifier: Apache-2.0
// The last known state of all packs, kept in this browser, so that the app can show it, marked old, when it opens and
// nothing answers. It never passes for live: its age is counted from when the pack said it (APP-7).
import type { Bank, Pack, Settings } from '../api/schema';

export interface Remembered {
  version: 1;
  heardAt: number;
  packs: Record<string, Pack>;
  bank: Bank | null;
  settings: Record<string, Settings>;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const kKey = 'cellwarden.last';

export function remember(state: Omit<Remembered, 'version'>, store: Store = localStorage): void {
  try {
    store.setItem(kKey, JSON.stringify({ version: 1, ...state }));
  } catch {
    // Full, or refused in a private window: then there is nothing to show later.
  }
}

/** null: nothing, or something that this version does not understand. */
export function recall(store: Store = localStorage): Remembered | null {
  try {
    const found = JSON.parse(store.getItem(kKey) ?? 'null') as Remembered | null;
    return found?.version === 1 && typeof found.packs === 'object' ? found : null;
  } catch {
    return null;
  }
}

export function forget(store: Store = localStorage): void {
  try {
    store.removeItem(kKey);
  } catch {
    // What cannot be reached was not kept either.
  }
}
