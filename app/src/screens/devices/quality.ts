// SPDX-License-Identifier: Apache-2.0
// How good a link is, from what it counted since the gateway started.
import type { Link, Pack } from '../../api/schema';
import { joined, kUnknown, number } from '../../format/format';
import type { Freshness, Line } from '../../state/house.svelte';
import { say } from '../../words/words.svelte';

/** In percent of all that came; null: nothing has. */
export function badShare({ good, bad }: Pick<Link, 'good' | 'bad'>): number | null {
  return good + bad === 0 ? null : (bad * 100) / (good + bad);
}

/** "12 (0.4 %)": truncated, but what is not nothing does not show as nothing. */
export function badText(link: Pick<Link, 'good' | 'bad'>): string {
  const share = badShare(link);
  if (share === null || link.bad === 0) return number(link.bad);
  const text = share < 0.1 ? `< ${number(0.1, 1)}` : number(share, share < 10 ? 1 : 0);
  return `${number(link.bad)} (${joined({ text, unit: '%' })})`;
}

export type LinkState = Link['state'] | 'unknown';

/** What is known of a link now: nothing while the gateway is not heard. */
export const stateOf = (link: Link, line: Line): LinkState => (line === 'up' ? link.state : 'unknown');

/** Whose voice it is: our own boards, a 123\SmartBMS, or not known. */
export function boardsText(pack: Pack): string {
  const { identity, links } = pack;
  const device = links.find((link) => link.device)?.device;
  const ours = identity?.ours ?? device === 'cellwarden';
  if (!identity && !device) return kUnknown;
  const firmware = identity?.firmware ?? '';
  if (ours) return say('devices.boards.ours', { firmware }).trimEnd();
  const generation = identity?.generation ?? null;
  const name = generation === null ? say('devices.boards.public') : say('devices.boards.generation', { n: generation });
  return firmware ? `${name}, ${firmware}` : name;
}

/** The sentence on top: which batteries are not heard. */
export function headline(packs: { name: string; fresh: Freshness }[], line: Line): string {
  if (line === 'down') return say('devices.unknown');
  const silent = packs.filter((one) => one.fresh === 'no_data').map((one) => one.name);
  if (silent.length > 0) return say('devices.notHeard', { list: silent.join(', ') });
  return say(packs.length === 1 ? 'devices.heard' : 'devices.allHeard', { n: packs.length });
}
