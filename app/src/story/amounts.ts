// SPDX-License-Identifier: Apache-2.0
// Amounts as they stand inside a sentence: with their unit, and no more digits than they have.
import { celsius, joined, number, percent } from '../format/format';
import { say } from '../words/words.svelte';

/** "31 °C", "9.5 °C" from 0.001 °C. */
export const celsiusOf = (thousandths: number): string =>
  joined(celsius(thousandths / 1000, thousandths % 1000 === 0 ? 0 : 1));

/** "95 %", "95.4 %" from 0.001 %: beside a limit, whole percent would hide which side one is on. */
export const percentOf = (thousandths: number): string =>
  joined({ ...percent(thousandths / 1000), text: number(thousandths / 1000, thousandths % 1000 < 100 ? 0 : 1) });

/** "30 s", "5 min", "2 h 5 min", "3 d 4 h". */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return say('lasting.s', { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return say('lasting.min', { n: minutes });
  if (minutes < 1440) return say('lasting.h', { h: Math.floor(minutes / 60), n: minutes % 60 });
  return say('lasting.d', { d: Math.floor(minutes / 1440), h: Math.floor(minutes / 60) % 24 });
}
