// SPDX-License-Identifier: Apache-2.0
// Keeps the screen awake while the person wants it (APP-5). The browser takes it back whenever the page is hidden, so
// it is asked for again when the page is seen.

export type Awake = 'off' | 'on' | 'insecure' | 'unsupported' | 'refused';

export class Wake {
  state = $state<Awake>('off');
  #wanted = false;
  #lock: WakeLockSentinel | null = null;

  want(wanted: boolean): void {
    this.#wanted = wanted;
    if (wanted) void this.#ask();
    else void this.#release();
  }

  seen(): void {
    if (this.#wanted && document.visibilityState === 'visible') void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#lock && !this.#lock.released) return;
    if (!window.isSecureContext) return void (this.state = 'insecure');
    if (!('wakeLock' in navigator)) return void (this.state = 'unsupported');
    try {
      const lock = await navigator.wakeLock.request('screen');
      if (!this.#wanted) return void lock.release();
      this.#lock = lock;
      this.state = 'on';
      lock.addEventListener('release', () => {
        if (this.#lock === lock) this.state = 'off';
      });
    } catch {
      // A low battery, or the page was hidden while it was asked.
      this.state = 'refused';
    }
  }

  async #release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = null;
    this.state = 'off';
    await lock?.release();
  }
}

export const wake = new Wake();
