// SPDX-License-Identifier: Apache-2.0
// What can be broken where: the twin's faults (docs/twin/scenarios.md) by the part that one has chosen, and their words.
import type { FaultKind, FaultNow, PackEvent } from './engine/types';
import type { Spot } from './shown';
import type { SimulatorKey } from './words/words.svelte';

export interface Offer {
  words: SimulatorKey;
  kind: FaultKind;
  /** The cell, the wire behind it, the relay or the sensor; 0: the fault is about none. */
  cell: number;
  magnitude: number;
  /** It happens, and there is nothing to be mended. */
  once: boolean;
}

const lasting = (kind: FaultKind, cell = 0, magnitude = 0): Offer => ({
  words: `fault.${kind}` as SimulatorKey, kind, cell, magnitude, once: false,
});
const once = (kind: FaultKind, cell = 0, magnitude = 0): Offer => ({ ...lasting(kind, cell, magnitude), once: true });

const kHeatC = 75;
const kColdC = -25;

/** cells: how many there are; the IN and the OUT board cannot be left out. */
export function offersAt(spot: Spot, cells = Infinity): Offer[] {
  switch (spot.at) {
    case 'in':
      return [
        lasting('in_power_loss'),
        lasting('sensor_offset', 1, 10),
        lasting('sensor_reversed', 1),
        lasting('sensor_lost'),
      ];
    case 'wire':
      return [
        lasting('chain_wire_broken', spot.cell),
        lasting('chain_intermittent', spot.cell, 0.3),
        lasting('chain_bit_errors', spot.cell, 0.05),
      ];
    case 'cell':
      return [
        lasting('cell_heated', spot.cell, kHeatC),
        { ...lasting('cell_heated', spot.cell, kColdC), words: 'fault.cell_cooled' },
        lasting('internal_short', spot.cell, 5),
        lasting('cell_voltage_bias', spot.cell, 350),
        lasting('cell_voltage_stuck', spot.cell),
        lasting('thermistor_open', spot.cell),
        lasting('board_dead', spot.cell),
        ...(spot.cell > 1 && spot.cell < cells ? [lasting('board_missing', spot.cell)] : []),
      ];
    case 'out':
      return [lasting('out_power_loss'), once('memory_corruption', 0, 200)];
    case 'relay':
      return spot.relay === 1
        ? [lasting('charge_relay_welded'), lasting('charger_ignores'), once('relay_flipped', 1)]
        : [lasting('load_relay_welded'), lasting('load_ignores'), once('relay_flipped', 2)];
  }
}

const kOfTheSite = new Set<FaultKind>(['charger_ignores', 'load_ignores', 'load_inrush', 'ambient']);
const isOfPack = (fault: FaultNow, pack: number) => kOfTheSite.has(fault.kind) || fault.pack === pack;

export const isActive = (offer: Offer, faults: FaultNow[], pack: number): boolean =>
  faults.some((one) => isOfPack(one, pack) && one.kind === offer.kind && one.cell === offer.cell
    && Math.sign(one.magnitude) === Math.sign(offer.magnitude));

export const isBrokenAt = (spot: Spot, faults: FaultNow[], pack: number): boolean =>
  faults.length > 0 && offersAt(spot).some((offer) => isActive(offer, faults, pack));

/** Every fault that this screen can make; others come with scenarios. */
const kNamed = new Set<SimulatorKey>([
  ...(['in', 'out'] as const).flatMap((at) => offersAt({ at })),
  ...([1, 2] as const).flatMap((relay) => offersAt({ at: 'relay', relay })),
  ...offersAt({ at: 'wire', cell: 1 }),
  ...offersAt({ at: 'cell', cell: 2 }),
].map((offer) => offer.words));

/** The words of a fault that is there now, by whomever; null: it has none of its own (`fault.other`). */
export function keyOf(kind: string, magnitude = 0): SimulatorKey {
  if (kind === 'cell_heated' && magnitude < 0) return 'fault.cell_cooled';
  const own = `fault.${kind}` as SimulatorKey;
  return kNamed.has(own) ? own : 'fault.other';
}

export function spotOf({ kind, cell }: FaultNow, cells: number): Spot {
  if (kind.startsWith('chain_') && cell >= 1 && cell < cells) return { at: 'wire', cell };
  if (kind === 'charge_relay_welded' || kind === 'charger_ignores') return { at: 'relay', relay: 1 };
  if (kind === 'load_relay_welded' || kind === 'load_ignores') return { at: 'relay', relay: 2 };
  if (kind === 'relay_flipped') return { at: 'relay', relay: cell === 2 ? 2 : 1 };
  if (kind.startsWith('sensor') || kind === 'in_power_loss' || kind === 'switches') return { at: 'in' };
  return cell >= 1 ? { at: 'cell', cell } : { at: 'out' };
}

const kPerUnit: Partial<Record<FaultKind, number>> = {
  chain_intermittent: 100,
  chain_bit_errors: 100,
  cell_voltage_bias: 0.001,
};
/** The {m} of a fault's words, in their unit. */
export const amountOf = (kind: FaultKind, magnitude: number): number => Math.abs(magnitude) * (kPerUnit[kind] ?? 1);

/** Of an event that the twin adds to those of the boards: what was broken or mended. Its magnitude is not told. */
export function faultOf(event: PackEvent): { fault: FaultNow; began: boolean } | null {
  if (event.kind !== 'fault_began' && event.kind !== 'fault_ended') return null;
  const kind = (/: (\w+)/.exec(event.sentence)?.[1] ?? '') as FaultKind;
  return { fault: { kind, pack: 0, cell: event.number, magnitude: 0 }, began: event.kind === 'fault_began' };
}
