// SPDX-License-Identifier: Apache-2.0
// What is said of the relays that are open (RELAY-3): who holds them, why, and whether the battery is full or empty.
import type { Pack, Relay, Settings } from '../api/schema';
import { joined, percent } from '../format/format';
import { settingOf } from '../state/house.svelte';
import { say } from '../words/words.svelte';
import { reasonClause, type RelayName } from './reasons';

const has = (relay: Relay, ...rules: string[]) =>
  relay.reasons.some(({ rule }) => rule !== null && rules.includes(rule));

/** A relay that was never told of is not open but unknown. */
export const isOpen = (relay: Relay): boolean => !relay.allowed && relay.at !== null;

export function openRelays(pack: Pack): RelayName[] {
  const open: RelayName[] = [];
  if (isOpen(pack.charge_relay)) open.push('charge');
  if (isOpen(pack.load_relay)) open.push('load');
  return open;
}

export const eitherOrBoth = (relays: RelayName[]): RelayName | 'both' =>
  relays.length === 2 ? 'both' : (relays[0] ?? 'both');

export function held({ panel, charge_relay, load_relay }: Pack): RelayName[] {
  const by: RelayName[] = [];
  if (panel?.hold_charge_open || has(charge_relay, 'RELAY-9')) by.push('charge');
  if (panel?.hold_load_open || has(load_relay, 'RELAY-9')) by.push('load');
  return by;
}

/** The charge relay is open since the battery was full: all at V-bypass, or not yet down to the restart. */
export function isFull({ charge_relay: relay, charge }: Pack): boolean {
  if (!isOpen(relay) || has(relay, 'CH-1', 'CH-3', 'CH-4', 'CH-5')) return false;
  return has(relay, 'CH-2') || (has(relay, 'CH-11', 'CH-12') && (charge?.soc_percent ?? 0) >= 99);
}

export function isEmpty({ load_relay: relay }: Pack): boolean {
  return isOpen(relay) && !has(relay, 'LD-2', 'LD-3', 'LD-4') && has(relay, 'LD-1', 'LD-11', 'LD-12');
}

export function fullHeadline(settings: Settings | undefined): string {
  const restart = settingOf(settings, 'charge_restart');
  return restart === null ? say('story.fullOpen') : say('story.full', { p: joined(percent(restart)) });
}

export function emptyHeadline(settings: Settings | undefined): string {
  const restart = settingOf(settings, 'discharge_restart');
  return restart === null ? say('story.emptyOpen') : say('story.empty', { p: joined(percent(restart)) });
}

interface Clause {
  name: RelayName;
  probably: boolean;
  text: string;
}

function clausesOf(pack: Pack, leaveOut: RelayName[]): Clause[] {
  const names = openRelays(pack).filter((name) => !leaveOut.includes(name));
  return names.map((name) => {
    const relay = name === 'charge' ? pack.charge_relay : pack.load_relay;
    const reason = relay.reasons[0];
    const text = reason ? reasonClause(reason, name) : say('why.unknown');
    return { name, probably: relay.inferred && text !== say('why.unknown'), text };
  });
}

const isSame = ([first, second]: Clause[]): boolean =>
  second === undefined || (first?.text === second.text && first.probably === second.probably);

/** One sentence for each open relay; one for both when the reason is the same. */
export function relaySentences(pack: Pack, leaveOut: RelayName[] = []): string[] {
  const clauses = clausesOf(pack, leaveOut);
  const [first] = clauses;
  if (clauses.length === 2 && isSame(clauses) && first && !first.probably) {
    return [say('story.open.both', { why: first.text })];
  }
  return clauses.map(({ name, probably, text }) =>
    say(`story.${probably ? 'probably' : 'open'}.${name}`, { why: text }),
  );
}

/** Below a headline that has named the open relays already: the reason alone, where there is one. */
export function bareReasons(pack: Pack): string[] {
  const clauses = clausesOf(pack, []);
  const [first] = clauses;
  if (!first || !isSame(clauses)) return relaySentences(pack);
  if (first.probably) return [say('story.probably.both', { why: first.text })];
  return [asSentence(first.text)];
}

export const asSentence = (clause: string): string => clause.charAt(0).toLocaleUpperCase() + clause.slice(1) + '.';
