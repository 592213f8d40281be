// SPDX-License-Identifier: Apache-2.0
// The data output frame as docs/protocols/data-output-frame.md describes it, written from that page alone.

export interface CellReading {
  mv: number;
  c: number;
}

export interface PackReading {
  /** All cells; their sum is the pack's voltage. */
  cells: CellReading[];
  inMa: number;
  outMa: number;
  socPercent: number;
  storedWh: number;
  capacityWh: number;
  inTodayWh: number;
  outTodayWh: number;
  inTotalKwh: number;
  outTotalKwh: number;
  chargingAllowed: boolean;
  dischargingAllowed: boolean;
  warnings: Warning[];
  vMinMv: number;
  vMaxMv: number;
  vBypassMv: number;
}

const kWarningBits = { E: 2, Vl: 3, Vh: 4, Tl: 5, Th: 6 } as const;
export type Warning = keyof typeof kWarningBits;

const kMvPerBit = 5;
const kMaPerBit = 125;
const raw = (c: number) => Math.round((c + 232.1) / 0.857);

function put(frame: Uint8Array, offset: number, length: number, value: number): void {
  for (let i = 0; i < length; i += 1) frame[offset + i] = Math.floor(value / 256 ** (length - 1 - i)) % 256;
}

function putCurrent(frame: Uint8Array, offset: number, ma: number): void {
  frame[offset] = (ma < 0 ? '-' : '+').charCodeAt(0);
  put(frame, offset + 1, 2, Math.abs(ma) / kMaPerBit);
}

/** Puts value and number of the cell for which `better` holds against all others. */
function putExtreme(frame: Uint8Array, offset: number, values: number[], better: (a: number, b: number) => boolean): void {
  let best = 0;
  values.forEach((value, index) => {
    if (better(value, values[best] as number)) best = index;
  });
  put(frame, offset, 2, values[best] as number);
  frame[offset + 2] = best + 1;
}

/** The frame that tells of this cell (from 1). */
export function frameOf(pack: PackReading, cell: number): Uint8Array {
  const frame = new Uint8Array(58);
  const volts = pack.cells.map((one) => one.mv / kMvPerBit);
  const warmth = pack.cells.map((one) => raw(one.c));
  put(frame, 0, 3, volts.reduce((sum, one) => sum + one, 0));
  putCurrent(frame, 3, pack.inMa);
  putCurrent(frame, 6, pack.outMa);
  putCurrent(frame, 9, pack.inMa - pack.outMa);
  putExtreme(frame, 12, volts, (a, b) => a < b);
  putExtreme(frame, 15, volts, (a, b) => a > b);
  putExtreme(frame, 18, warmth, (a, b) => a < b);
  putExtreme(frame, 21, warmth, (a, b) => a > b);
  frame[24] = cell;
  frame[25] = pack.cells.length;
  put(frame, 26, 2, volts[cell - 1] as number);
  put(frame, 28, 2, warmth[cell - 1] as number);
  frame[30] = pack.warnings.reduce(
    (bits, warning) => bits | (1 << kWarningBits[warning]),
    (pack.chargingAllowed ? 1 : 0) | (pack.dischargingAllowed ? 2 : 0),
  );
  put(frame, 31, 3, pack.inTodayWh);
  put(frame, 34, 3, pack.storedWh);
  put(frame, 37, 3, pack.outTodayWh);
  frame[40] = pack.socPercent;
  put(frame, 41, 3, pack.inTotalKwh);
  put(frame, 44, 3, pack.outTotalKwh);
  frame[47] = 25 + 6; // firmware 3.3
  frame[48] = 0x33;
  put(frame, 49, 2, pack.capacityWh / 100);
  put(frame, 51, 2, pack.vMinMv / kMvPerBit);
  put(frame, 53, 2, pack.vMaxMv / kMvPerBit);
  put(frame, 55, 2, pack.vBypassMv / kMvPerBit);
  frame[57] = frame.subarray(0, 57).reduce((sum, byte) => (sum + byte) % 256, 0);
  return frame;
}

/** The manual's picture: 53.5 V, 18.5 A from the sun, 2.0 A into the house (APP-1). */
export function manualsPack(change: Partial<PackReading> = {}): PackReading {
  const cells = Array.from({ length: 16 }, (_, index) => ({ mv: index < 12 ? 3345 : 3340, c: 20.7 }));
  return {
    cells,
    inMa: 18_500,
    outMa: 2_000,
    socPercent: 75,
    storedWh: 3_750,
    capacityWh: 5_000,
    inTodayWh: 2_340,
    outTodayWh: 1_120,
    inTotalKwh: 812,
    outTotalKwh: 640,
    chargingAllowed: true,
    dischargingAllowed: true,
    warnings: [],
    vMinMv: 2_800,
    vMaxMv: 3_600,
    vBypassMv: 3_400,
    ...change,
  };
}
