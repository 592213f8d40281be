// SPDX-License-Identifier: Apache-2.0
// The screen is kept awake exactly while that is wanted (APP-5), in a browser that takes it back when the page is hidden.
import { beforeEach, expect, test, vi } from 'vitest';
import { Wake } from './wake.svelte';

class Lock extends EventTarget {
  released = false;
  async release() {
    this.released = true;
    this.dispatchEvent(new Event('release'));
  }
}

let given: Lock[];
let refuses: boolean;
const settled = () => new Promise((done) => setTimeout(done));

beforeEach(() => {
  given = [];
  refuses = false;
  const request = async () => {
    if (refuses) throw new DOMException('low battery', 'NotAllowedError');
    given.push(new Lock());
    return given.at(-1);
  };
  vi.stubGlobal('window', { isSecureContext: true });
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.stubGlobal('navigator', { wakeLock: { request } });
  return () => vi.unstubAllGlobals();
});

test('on while wanted, and let go when it is not wanted any more', async () => {
  const wake = new Wake();
  wake.want(true);
  await settled();
  expect([wake.state, given.length]).toEqual(['on', 1]);
  wake.want(true);
  await settled();
  expect(given, 'one lock is enough').toHaveLength(1);
  wake.want(false);
  await settled();
  expect([wake.state, given[0]?.released]).toEqual(['off', true]);
});

test('what the browser took back is asked for again when the page is seen', async () => {
  const wake = new Wake();
  wake.want(true);
  await settled();
  await given[0]?.release();
  expect(wake.state).toBe('off');
  vi.stubGlobal('document', { visibilityState: 'hidden' });
  wake.seen();
  await settled();
  expect(given, 'not while hidden').toHaveLength(1);
  vi.stubGlobal('document', { visibilityState: 'visible' });
  wake.seen();
  await settled();
  expect([wake.state, given.length]).toEqual(['on', 2]);
});

test('nobody who did not want it gets it', async () => {
  const wake = new Wake();
  wake.seen();
  await settled();
  expect([wake.state, given.length]).toEqual(['off', 0]);
});

test('asked for and taken back at once: no lock is left behind', async () => {
  const wake = new Wake();
  wake.want(true);
  wake.want(false);
  await settled();
  expect(wake.state).toBe('off');
  expect(given.map(({ released }) => released)).not.toContain(false);
});

test('why it is not given is told', async () => {
  refuses = true;
  const wake = new Wake();
  wake.want(true);
  await settled();
  expect(wake.state).toBe('refused');
  refuses = false;
  wake.seen();
  await settled();
  expect(wake.state).toBe('on');

  vi.stubGlobal('navigator', {});
  const old = new Wake();
  old.want(true);
  expect(old.state).toBe('unsupported');
  vi.stubGlobal('window', { isSecureContext: false });
  const insecure = new Wake();
  insecure.want(true);
  expect(insecure.state).toBe('insecure');
});
