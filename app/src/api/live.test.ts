// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, test, vi } from 'vitest';
import { house } from '../state/house.svelte';

class Source extends EventTarget {
  static last: Source;
  onerror = null;
  constructor(readonly url: string) {
    super();
    Source.last = this;
  }
  close() {}
  tell(name: string, value: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(value) }));
  }
}

afterEach(() => vi.unstubAllGlobals());

test('settings that the stream tells take the place of those before, without a question', () => {
  const fetched = vi.fn(() => Promise.reject(new Error('not asked')));
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('fetch', fetched);
  const end = house.start();
  const asked = fetched.mock.calls.length;
  Source.last.tell('settings', { id: 'cabin', settings: { signed_in: true } });
  expect(house.settings['cabin']?.signed_in).toBe(true);
  Source.last.tell('settings', { id: 'cabin', settings: { signed_in: false } });
  expect(house.settings['cabin']?.signed_in).toBe(false);
  expect(fetched.mock.calls.length).toBe(asked);
  end();
});
