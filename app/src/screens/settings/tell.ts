// SPDX-License-Identifier: Apache-2.0
import { ofPack, send } from '../../api/client';
import { house } from '../../state/house.svelte';

/** Tells a pack to do something, with its PIN in the body. Throws ApiProblem. */
export async function tell(pack: string, what: string, body: Record<string, unknown>): Promise<void> {
  try {
    await send('POST', ofPack(pack, what), body);
  } finally {
    await house.refreshSettings(pack); // also tells of a lock-out
  }
}
