// SPDX-License-Identifier: Apache-2.0
// Asks the browser to keep the app's files, so that it opens when the gateway is away; and why it does not, if it does not.

export type Keeping = 'not yet' | 'kept' | 'insecure' | 'unsupported' | 'untrusted';

class Registration {
  state = $state<Keeping>('not yet');

  async register(): Promise<void> {
    if (!window.isSecureContext) return void (this.state = 'insecure');
    if (!('serviceWorker' in navigator)) return void (this.state = 'unsupported');
    try {
      await navigator.serviceWorker.register('/sw.js');
      await navigator.serviceWorker.ready;
      this.state = 'kept';
    } catch {
      // A page is secure also behind a certificate that was only waved through; a service worker is not given then.
      this.state = navigator.serviceWorker.controller
        ? 'kept'
        : location.protocol === 'https:'
          ? 'untrusted'
          : 'not yet';
    }
  }
}

export const registration = new Registration();
