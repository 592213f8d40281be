// SPDX-License-Identifier: Apache-2.0
// A form on its way to the gateway: one at a time, and what went wrong.
import { ApiProblem } from '../../api/client';
import { house } from '../../state/house.svelte';

export class Asking {
  busy = $state(false);
  problem = $state<ApiProblem | null>(null);

  /** Whoever is looking may be somebody else afterwards. */
  async go(ask: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await ask();
      await house.refreshSession();
    } catch (cause) {
      this.problem = cause instanceof ApiProblem ? cause : new ApiProblem(0, 'unknown', String(cause));
    } finally {
      this.busy = false;
    }
  }
}
