// SPDX-License-Identifier: Apache-2.0
// The gateway's live stream (Server-Sent Events). Closed while the page is hidden, since a browser opens only six
// connections to one host; opened again, with a new snapshot, when it is seen.
import type { Bank, Event, PackChange, SettingsNews, Snapshot } from './schema';

export interface LiveListener {
  snapshot(snapshot: Snapshot): void;
  change(change: PackChange): void;
  bank(bank: Bank | null): void;
  event(event: Event): void;
  /** Somebody changed them, or what may be done with them is different now. */
  settings(news: SettingsNews): void;
  /** up: the stream is open. down: it is being tried again. */
  state(state: 'up' | 'down'): void;
}

const kAgainMs = [500, 1000, 2000, 5000];
// The gateway says something every 15 s at the latest; after this silence the line is taken for dead.
const kSilenceMs = 20_000;

export function listen(listener: LiveListener): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setInterval> | undefined;
  let tries = 0;
  let heardAt = 0;

  const close = () => {
    source?.close();
    source = null;
    clearTimeout(again);
    clearInterval(watch);
  };
  const retry = () => {
    close();
    listener.state('down');
    if (document.hidden) return;
    again = setTimeout(open, kAgainMs[Math.min(tries, kAgainMs.length - 1)]);
    tries += 1;
  };
  const on = <T>(name: string, take: (value: T) => void) =>
    source?.addEventListener(name, (message) => {
      heardAt = Date.now();
      take(JSON.parse((message as MessageEvent<string>).data) as T);
    });
  function open() {
    close();
    heardAt = Date.now();
    source = new EventSource('/api/v1/live');
    on<Snapshot>('snapshot', (value) => {
      tries = 0;
      listener.state('up');
      listener.snapshot(value);
    });
    on<PackChange>('pack', listener.change);
    on<Bank | null>('bank', listener.bank);
    on<Event>('event', listener.event);
    on<SettingsNews>('settings', listener.settings);
    on<unknown>('still_here', () => undefined);
    source.onerror = retry;
    watch = setInterval(() => {
      if (Date.now() - heardAt > kSilenceMs) retry();
    }, 1000);
  }
  const seen = () => {
    if (document.hidden) close();
    else {
      tries = 0;
      open();
    }
  };
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('online', seen);
  open();
  return () => {
    close();
    document.removeEventListener('visibilitychange', seen);
    window.removeEventListener('online', seen);
  };
}
