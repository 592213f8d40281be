// SPDX-License-Identifier: Apache-2.0
// What the gateway refuses (docs/api.md), in the person's language; its own sentence only for codes that are not known here.
import type { ApiProblem } from '../api/client';
import { en } from './en';
import { say, type Key } from './words.svelte';

/** Whether the code has words of ours. */
export const isKnownCode = (code: string): boolean => `problem.${code}` in en;

const settingNames = (names: unknown): string =>
  (Array.isArray(names) ? names : [])
    .map((name: string) => (`set.${name}` in en ? say(`set.${name}` as Key) : name))
    .join(', ') || '–';

export function problemSentence(problem: ApiProblem): string {
  if (problem.code === 'pin_locked' && problem.retryAfterS) {
    return say('problem.pin_locked_for', { n: problem.retryAfterS });
  }
  if (problem.code === 'wait_first' && problem.retryAfterS) {
    return say('problem.wait_first_for', { n: problem.retryAfterS });
  }
  if (problem.code === 'partly_done') {
    const { written, not_written } = problem.more;
    return say('problem.partly_done', { written: settingNames(written), left: settingNames(not_written) });
  }
  return isKnownCode(problem.code) ? say(`problem.${problem.code}` as Key) : problem.message;
}
