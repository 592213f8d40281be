// SPDX-License-Identifier: Apache-2.0
// From what a person says about a system to a plan for the engine.
import type { Plan, PlanEntry, PlanName, SystemParameters } from './types';

const wirings = { separate: 0, combined_two: 1, combined_one: 2 } as const;

export function planOf(system: SystemParameters): Plan {
  const entries: PlanEntry[] = [];
  const add = (name: PlanName, value: number | undefined, cell?: number): void => {
    if (value === undefined) return;
    entries.push(cell === undefined ? { name, value } : { name, value, cell });
  };
  const flag = (value: boolean | undefined): number | undefined =>
    value === undefined ? undefined : Number(value);
  add('pack.cells', system.cells);
  add('pack.capacity_ah', system.capacityAh);
  add('pack.soc_percent', system.socPercent);
  add('spread.capacity_percent', system.spreadPercent);
  add('spread.resistance_percent', system.spreadPercent);
  add('spread.soc_percent', system.spreadPercent);
  add('sensor_out.fitted', Number(system.secondSensor ?? true));
  add('switches.cycle', flag(system.fastCycle));
  add('switches.mode', flag(system.criticalMode));
  add('switches.v_bypass', system.vBypass);
  add('settings.v_min', system.vMin);
  add('settings.v_max', system.vMax);
  add('site.day_of_year', system.dayOfYear);
  add('site.wiring', system.wiring === undefined ? undefined : wirings[system.wiring]);
  add('sun.latitude_deg', system.latitude);
  add('sun.peak_w', system.solarPeakW);
  add('sun.cloudiness', system.cloudiness);
  add('charger.max_current_a', system.chargerMaxA);
  add('inverter.peak_w', system.inverterPeakW);
  add('house.energy_wh_per_day', system.houseWhPerDay);
  add('ambient.mean_c', system.ambientC);
  add('scenario.begin_s', (system.beginHour ?? 9) * 3600);
  if ((system.latitude ?? 0) < 0) add('ambient.coldest_day', 207);
  for (const weak of system.weakCells ?? []) add('cell.capacity_percent', weak.percent, weak.cell);
  return { entries };
}
