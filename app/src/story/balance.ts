// SPDX-License-Identifier: Apache-2.0
// Whether what comes in is what the battery takes and what goes out, as far as the sensors can tell (IN-3).
import type { Pack } from '../api/schema';

export interface Mismatch {
  ma: number;
  /** What the accuracy of both sensors explains. */
  explainedMa: number;
}

export function mismatch({ currents, setup }: Pack): Mismatch | null {
  const { in_ma: inMa = null, out_ma: outMa = null, battery_ma: battery = null } = currents ?? {};
  const range = setup?.sensor_a;
  if (inMa === null || outMa === null || battery === null || !range) return null;
  const ma = Math.abs(inMa - outMa - battery);
  const explainedMa = 2 * range * 10; // each sensor ± range/100: A × 1000 / 100
  return ma > explainedMa ? { ma, explainedMa } : null;
}
