// SPDX-License-Identifier: Apache-2.0
// What has to be announced at once, without numbers: a sentence that stays the same is not announced again.
import type { Pack } from '../api/schema';
import { say } from '../words/words.svelte';

export function alarmsOf({ panel, presence, warnings }: Pack): string[] {
  const said: string[] = [];
  if (panel?.charge_did_not_open) said.push(say('story.didNotOpen.charge'));
  if (panel?.load_did_not_open) said.push(say('story.didNotOpen.load'));
  if (presence === 'no_data') return [...said, say('event.no_data')];
  return [...said, ...warnings.map((one) => say(`event.began.${one}`))];
}

/** Of all packs; with several, each alarm names its pack. */
export function alarmText(packs: Pack[]): string {
  return packs
    .flatMap((pack) => alarmsOf(pack).map((alarm) => (packs.length > 1 ? `${pack.name}: ${alarm}` : alarm)))
    .join(' ');
}
