// SPDX-License-Identifier: Apache-2.0
// Why a link is down and what to do, in the person's language. The gateway tells it as a sentence alone, so that it is
// recognised here; one that is not known is shown as it came.
import type { Link } from '../../api/schema';
import { lasting } from '../../story/amounts';
import { say, type Key } from '../../words/words.svelte';

const kCauses: [RegExp, Key][] = [
  [/ is not there: plug it in/, 'devices.why.notThere'],
  [/ may not be opened: /, 'devices.why.noPermission'],
  [/ is used by another program: |^another program on this /, 'devices.why.busy'],
  [/ cannot be opened: /, 'devices.why.cannotOpen'],
  [/ is gone \(/, 'devices.why.unplugged'],
  [/ takes nothing \(/, 'devices.why.unplugged'],
  [/^there is no host for /, 'devices.why.noHost'],
  [/^nobody answers at /, 'devices.why.nobody'],
  [/^the connection to .* has ended| is out of reach\.$/, 'devices.why.ended'],
  [/ is open, but silent: /, 'devices.why.silent'],
  [/ carries bytes, but no frames of late: /, 'devices.why.noFrames'],
  [/ refuses the PIN; /, 'devices.why.wrongPin'],
  [/ tells nothing without its PIN; /, 'devices.why.needsPin'],
  [/ Bluetooth adapter/, 'devices.why.noAdapter'],
  [/Bluetooth's service |D-Bus | may not use Bluetooth: /, 'devices.why.noBluetooth'],
  [/^two packs have the number |^the number .* was that of /, 'devices.why.namesake'],
  [/ is not heard\. | waits for other |^the .* take the connection/, 'devices.why.notReached'],
  [/^the pack \S+ (does not|has neither|has only) /, 'devices.why.noStart'],
  [/^the recording .* has ended\.$/, 'devices.why.recordingEnded'],
];

/** Empty: nothing is wrong. */
export function whyOf({ state, sentence, place }: Link): string {
  if (state === 'let_go') return sentence || say('devices.why.letGo');
  const locked = / takes no PINs for (\d+) s, /.exec(sentence);
  if (locked) return say('devices.why.pinLocked', { t: lasting(Number(locked[1]) * 1000) });
  return causeOf(sentence, place);
}

/** A sentence of the gateway about a place, in the person's language. */
export function causeOf(sentence: string, place: string): string {
  const key = kCauses.find(([pattern]) => pattern.test(sentence))?.[1];
  // The whole name, long under /dev/serial/by-id, stands above.
  return key ? say(key, { place: place.replace(/^\/dev\/(serial\/by-id\/)?/, '') }) : sentence;
}

/** Whether the pack waits for a PIN that it has not been given, or that was wrong. */
export const wantsPin = ({ state, signed_in }: Link): boolean => signed_in === false && state !== 'let_go' && state !== 'waiting';
