// SPDX-License-Identifier: Apache-2.0
// What an owner does with a link, and why it did not work, in words.
import { ApiProblem, ofPack, send } from '../../api/client';
import type { PackAdded } from '../../api/schema';
import { lasting } from '../../story/amounts';
import { say } from '../../words/words.svelte';

export const disconnect = (pack: string) => send('POST', ofPack(pack, 'disconnect'));
export const connect = (pack: string) => send('POST', ofPack(pack, 'connect'));
export const add = (kind: string, at: string, name: string) =>
  send<PackAdded>('POST', '/api/v1/packs', { kind, at: at.trim(), name: name.trim() });
export const rename = (pack: string, name: string) => send('POST', ofPack(pack, 'rename'), { name });
export const remove = (pack: string) => send('DELETE', ofPack(pack));
export const givePin = (pack: string, pin: string) => send('POST', ofPack(pack, 'sign-in'), { pin });

export function problemText(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return String(problem);
  switch (problem.code) {
    case 'unreachable': return say('devices.problem.unreachable');
    case 'wrong_pin': return say('devices.problem.wrongPin');
    case 'pin_locked': return say('devices.problem.pinLocked', { t: lasting((problem.retryAfterS ?? 60) * 1000) });
    case 'sign_in_first':
    case 'owner_only': return say('devices.ownerOnly');
    case 'no_connection':
    case 'no_answer':
    case 'timed_out': return say('devices.problem.noConnection');
    case 'place_taken': return say('devices.problem.taken');
    case 'bad_request': return say('devices.problem.noPlace');
    case 'too_many': return say('devices.problem.tooMany');
    case 'not_written': return say('devices.problem.notWritten');
    default: return problem.message;
  }
}
