// SPDX-License-Identifier: Apache-2.0
// The time that ages are counted from: the gateway's clock, as far as it was told, ticking once a second.

class Clock {
  /** Gateway's now, UTC ms since 1970. */
  now = $state(Date.now());
  #offset = 0;

  constructor() {
    setInterval(() => (this.now = Date.now() + this.#offset), 1000);
  }

  /** The gateway said that it is `at` now. */
  heard(at: number): void {
    this.#offset = at - Date.now();
    this.now = at;
  }
}

export const clock = new Clock();
