// SPDX-License-Identifier: Apache-2.0
// A year of one's own system (PLUS-5): what is asked, and what is made of the engine's answer to be read.
import type { DesignResult, SystemParameters } from './engine/types';

/** As the form has it: kilowatts and kilowatt-hours, as they stand on labels and bills. */
export interface Wish {
  cells: number;
  capacityAh: number;
  solarPeakKw: number;
  inverterPeakKw: number;
  houseKwhPerDay: number;
  latitude: number;
  cloudsPercent: number;
  airC: number;
}

export const kFirstWish: Wish = {
  cells: 16, capacityAh: 200, solarPeakKw: 3, inverterPeakKw: 3, houseKwhPerDay: 6, latitude: 50.8, cloudsPercent: 41, airC: 18,
};

/** Places whose measured year gave the model's cloudiness (docs/twin/site-model.md). */
export const kPlaces = [
  { name: 'Aachen', latitude: 50.8, cloudsPercent: 41 },
  { name: 'Torino', latitude: 45.1, cloudsPercent: 45 },
  { name: 'Almería', latitude: 36.8, cloudsPercent: 18 },
] as const;

export const placeOf = ({ latitude, cloudsPercent }: Wish): string =>
  kPlaces.find((one) => one.latitude === latitude && one.cloudsPercent === cloudsPercent)?.name ?? '';

export function systemOf(wish: Wish): SystemParameters {
  return {
    cells: wish.cells,
    capacityAh: wish.capacityAh,
    spreadPercent: 1,
    solarPeakW: wish.solarPeakKw * 1000,
    inverterPeakW: wish.inverterPeakKw * 1000,
    houseWhPerDay: wish.houseKwhPerDay * 1000,
    latitude: wish.latitude,
    cloudiness: wish.cloudsPercent / 100,
    ambientC: wish.airC,
  };
}

/** Of what the house wanted, and of the sun that could have been used; null: there was none. */
export function shares({ energy }: DesignResult): { served: number | null; used: number | null } {
  const share = (part: number, rest: number) => (part + rest > 0 ? (part / (part + rest)) * 100 : null);
  return {
    served: share(energy.used_wh, energy.unserved_wh),
    used: share(energy.harvested_wh, energy.missed_wh),
  };
}

/** The rules that opened a relay, most often first: "CH-2 256". */
export function openings(byRule: Record<string, number>): { all: number; rules: [string, number][] } {
  const rules = Object.entries(byRule).filter(([, n]) => n > 0).sort(([, a], [, b]) => b - a);
  return { all: rules.reduce((sum, [, n]) => sum + n, 0), rules };
}

export interface MonthBar {
  month: number;
  usedWh: number;
  unservedWh: number;
  missedWh: number;
  socMin: number;
  socMax: number;
  /** Of the widest month, 0 … 100. */
  usedWide: number;
  unservedWide: number;
}

/** Months that have been simulated so far. */
export function bars({ months }: DesignResult): MonthBar[] {
  const most = Math.max(1, ...months.map((one) => one.used_wh + one.unserved_wh));
  return months.filter(({ days }) => days > 0).map((one) => ({
    month: one.month,
    usedWh: one.used_wh,
    unservedWh: one.unserved_wh,
    missedWh: one.missed_wh,
    socMin: one.soc_min_percent,
    socMax: one.soc_max_percent,
    usedWide: (one.used_wh / most) * 100,
    unservedWide: (one.unserved_wh / most) * 100,
  }));
}

/** Findings that have words of their own (`finding.<code>`); the others are said by the numbers anyway. */
export const kFindings = ['too_little', 'not_allowed', 'sun_missed', 'too_cold', 'too_warm', 'weeks', 'part'] as const;
export const findingsOf = ({ findings }: DesignResult) =>
  kFindings.filter((code) => findings.some((one) => one.code === code));

/** Settings that have words of their own (`advice.<setting>`). */
export const kAdvised = [
  'battery_capacity', 'solar_peak_power', 'inverter_peak_power', 'sensor_a', 'blind_spot', 'charger_absorption', 'charger_float',
] as const;
export const adviceOf = ({ settings }: DesignResult) =>
  kAdvised.flatMap((name) => {
    const found = settings.find(({ setting }) => setting === name);
    return found ? [{ name, value: found.value, unit: found.unit }] : [];
  });
