// SPDX-License-Identifier: Apache-2.0
// Why something cannot be written to a pack. The gateway says it in English; the same order of reasons is found here from the
// links, so that it can be said in the person's language.
import type { Ability, Link, Pack, Setting } from '../../api/schema';
import { isDirect } from '../../state/house.svelte';

export type Want = 'settings' | 'hold' | 'commands';
export type WhyNot =
  | 'listened' // only the data output is connected
  | 'no_connection'
  | 'not_signed_in'
  | 'no_command' // the public lines do not have it
  | 'hold_generation'
  | 'unproven'
  | 'unproven_here' // and this browser is connected by itself
  | 'no_register';

const kWriting: readonly Link['kind'][] = ['lines', 'bluetooth', 'simulated'];

/** The link that a pack is written over. */
export function writingLink(pack: Pack): Link | undefined {
  return pack.links.find((link) => kWriting.includes(link.kind) && (link.kind !== 'simulated' || link.signed_in !== null));
}

/** null: it is possible. */
export function whyNot(pack: Pack, ability: Ability, want: Want): WhyNot | null {
  if (ability.possible) return null;
  const link = writingLink(pack);
  if (!link) return 'listened';
  if (link.state !== 'up' || link.device === null) return link.signed_in === false && link.state === 'up'
    ? 'not_signed_in' : 'no_connection';
  if (!link.signed_in) return 'not_signed_in';
  if (want === 'commands') return 'no_command';
  if (want === 'hold' && pack.identity?.generation !== 3) return 'hold_generation';
  return isDirect(pack.id) ? 'unproven_here' : 'unproven';
}

/** Of one setting, besides what forbids writing at all; null: nothing. */
export function whyNotOne(setting: Setting): WhyNot | null {
  return !setting.writable && setting.certainty === null ? 'no_register' : null;
}
