// SPDX-License-Identifier: Apache-2.0
// The sentence on top (PLUS-1): what the BMS does and what comes next; and why (RELAY-3). Written from what the pack
// said, in the order of what matters most: silence, alarms, E, warnings, holds, full, empty, and then the power.
import type { Pack, Settings } from '../api/schema';
import { cellVoltage, celsius, current, joined, power } from '../format/format';
import type { Freshness, Line } from '../state/house.svelte';
import { ago, say } from '../words/words.svelte';
import { lasting } from './amounts';
import { mismatch } from './balance';
import { chainStory, wrongCount, type Told } from './chain_story';
import { outlook } from './outlook';
import * as relays from './relay_story';

export type Tone = 'calm' | 'notice' | 'alarm';
export interface Story extends Told {
  tone: Tone;
  /** Small things that can wait. */
  hints: string[];
}
export interface Heard {
  freshness: Freshness;
  line: Line;
  now: number;
}

// As the gateway: below this the battery neither charges nor discharges.
const kRestingW = 5;

export function tell(pack: Pack, settings: Settings | undefined, heard: Heard): Story {
  const hints = settings?.factory_pin ? [say('story.factoryPin')] : [];
  if (heard.freshness === 'no_data') {
    return { ...silence(pack, heard), tone: heard.line === 'connecting' ? 'notice' : 'alarm', hints };
  }
  const { headline, why, tone } = main(pack, settings);
  const old = heard.freshness === 'stale' && pack.data_at !== null;
  const age = old ? [say('story.old', { age: ago(heard.now - (pack.data_at ?? 0)) })] : [];
  const besides = asides(pack);
  return {
    headline,
    why: [...age, ...why, ...besides],
    tone: tone === 'calm' && besides.length > 0 ? 'notice' : tone,
    hints,
  };
}

function silence(pack: Pack, { line, now }: Heard): Told {
  const age = pack.data_at === null ? null : ago(now - pack.data_at);
  if (line === 'connecting')
    return { headline: say('shell.connecting'), why: age ? [say('story.lastState', { age })] : [] };
  if (line !== 'up') return { headline: say('story.noGateway'), why: age ? [say('story.boardsGoOn', { age })] : [] };
  if (age === null) return { headline: say('story.never'), why: [say('story.lookAtLink')] };
  return { headline: say('story.noData'), why: [say('story.lastHeard', { age }), say('story.lookAtLink')] };
}

function main(pack: Pack, settings: Settings | undefined): Told & { tone: Tone } {
  const stuck = pack.panel?.charge_did_not_open ? 'charge' : pack.panel?.load_did_not_open ? 'load' : null;
  if (stuck) {
    return {
      headline: say(`story.didNotOpen.${stuck}`),
      why: [say(`story.disconnect.${stuck}`), ...relays.relaySentences(pack)],
      tone: 'alarm',
    };
  }
  if (pack.warnings.includes('E')) return { ...chainStory(pack), tone: 'alarm' };
  const limit = outsideLimits(pack);
  if (limit) return { headline: limit, why: [...relays.relaySentences(pack), doing(pack)], tone: 'alarm' };
  if (pack.setup?.cells_to_confirm) return { ...wrongCount(pack), tone: 'notice' };
  return quiet(pack, settings);
}

function outsideLimits({ warnings, extremes }: Pack): string | null {
  const volts = (one: { cell: number; v: number } | null) =>
    one && { cell: one.cell, v: joined(cellVoltage(Math.round(one.v * 1000))) };
  const degrees = (one: { cell: number; c: number } | null) =>
    one && { cell: one.cell, v: joined(celsius(one.c, Number.isInteger(one.c) ? 0 : 1)) };
  const found = {
    Vh: volts(extremes.voltage_max),
    Vl: volts(extremes.voltage_min),
    Th: degrees(extremes.temperature_max),
    Tl: degrees(extremes.temperature_min),
  };
  for (const warning of ['Vh', 'Vl', 'Th', 'Tl'] as const) {
    if (!warnings.includes(warning)) continue;
    const where = found[warning];
    return where ? say(`story.${warning}`, where) : say(`event.began.${warning}`);
  }
  return null;
}

const batteryW = (pack: Pack): number | null => pack.currents?.battery_w ?? null;

function doing(pack: Pack): string {
  const w = batteryW(pack);
  if (w === null) return say('story.currentUnknown');
  if (Math.abs(w) < kRestingW) return say('story.resting');
  return say(w > 0 ? 'story.charging' : 'story.discharging', { p: joined(power(Math.abs(w))) });
}

function extreme(pack: Pack, which: 'highest' | 'lowest'): string[] {
  const found = which === 'highest' ? pack.extremes.voltage_max : pack.extremes.voltage_min;
  return found ? [say(`story.${which}`, { cell: found.cell, v: joined(cellVoltage(Math.round(found.v * 1000))) })] : [];
}

function quiet(pack: Pack, settings: Settings | undefined): Told & { tone: Tone } {
  const open = relays.openRelays(pack);
  const held = relays.held(pack);
  const w = batteryW(pack) ?? 0;
  if (held.length > 0) {
    const headline = say(`story.held.${relays.eitherOrBoth(held)}`);
    return { headline, why: [doing(pack), ...relays.relaySentences(pack, held), ...balancing(pack)], tone: 'notice' };
  }
  if (relays.isFull(pack)) {
    const moving = Math.abs(w) >= kRestingW ? [doing(pack)] : [];
    const why = [
      ...extreme(pack, 'highest'),
      ...moving,
      ...relays.relaySentences(pack, ['charge']),
      ...balancing(pack),
    ];
    return { headline: relays.fullHeadline(settings), why, tone: 'calm' };
  }
  if (relays.isEmpty(pack) && w < kRestingW) {
    const why = [...extreme(pack, 'lowest'), ...relays.relaySentences(pack, ['load'])];
    return { headline: relays.emptyHeadline(settings), why, tone: 'notice' };
  }
  const resting = Math.abs(w) < kRestingW && batteryW(pack) !== null;
  const idle = resting && open.length > 0;
  const headline = idle ? say(`story.isOpen.${relays.eitherOrBoth(open)}`) : doing(pack);
  const reasons = idle ? relays.bareReasons(pack) : relays.relaySentences(pack);
  const next = resting ? null : outlook(pack, settings);
  const tone = open.length > 0 || batteryW(pack) === null ? 'notice' : 'calm';
  return {
    headline: next ? `${headline} ${next}` : headline,
    why: [...reasons, ...balancing(pack)],
    tone,
  };
}

function balancing(pack: Pack): string[] {
  const who = Object.entries(pack.cells).filter(([, cell]) => cell?.bypass);
  const [first] = who;
  if (!first) return [];
  const mv = first[1]?.mv ?? null;
  const told =
    who.length === 1 && mv !== null
      ? say('story.balancingOne', { cell: first[0], v: joined(cellVoltage(mv)) })
      : say('story.balancingMany', { n: who.length });
  const bypass = pack.setup?.mode === 'normal' && pack.charge_relay.allowed ? pack.setup.v_bypass_mv : null;
  return bypass === null ? [told] : [told, say('story.opensAt', { v: joined(cellVoltage(bypass)) })];
}

/** What is said besides, whatever the battery does. */
function asides(pack: Pack): string[] {
  const { sensors, panel, charge, setup } = pack;
  const said: string[] = [];
  const missing = mismatch(pack);
  if (missing)
    said.push(say('story.mismatch', { a: joined(current(missing.ma)), b: joined(current(missing.explainedMa)) }));
  if (sensors?.in_saturated) said.push(say('story.saturated', { n: 1 }));
  if (sensors?.out_saturated) said.push(say('story.saturated', { n: 2 }));
  if (sensors?.second_sensor_lost) said.push(say('event.consumer_sensor_lost'));
  for (const [n, state] of [
    [1, sensors?.in_zeroing],
    [2, sensors?.out_zeroing],
  ] as const) {
    if (state === 'running') said.push(say('story.zeroing', { n }));
    if (state === 'refused') said.push(say('story.zeroRefused', { n }));
  }
  if (setup?.switch_8) said.push(say('story.switch8'));
  if (panel?.waived_cell)
    said.push(say('story.waived', { cell: panel.waived_cell, t: lasting((panel.waiver_left_s ?? 0) * 1000) }));
  if (charge && !charge.calibrated) said.push(say('story.uncalibrated'));
  if (pack.unconfirmed.length > 0) said.push(say('story.unconfirmed', { w: pack.unconfirmed.join(', ') }));
  return said;
}
