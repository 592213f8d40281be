// SPDX-License-Identifier: Apache-2.0
// Every number that a person reads is written here (APP-1): truncated and never rounded up, "–" for unknown, the
// language's own separators. Figures keep their unit apart, so that it can be drawn lighter.

export const kUnknown = '–';

export interface Figure {
  /** Digits, with sign if asked for; kUnknown if there is no value. */
  text: string;
  unit: string;
}

type Maybe = number | null | undefined;

let locale = 'en';
const formats = new Map<string, Intl.NumberFormat>();

/** A BCP 47 tag, such as "nl". */
export function useLocale(tag: string): void {
  locale = tag;
  formats.clear();
}

function format(digits: number): Intl.NumberFormat {
  const key = String(digits);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, found);
  }
  return found;
}

const isKnown = (value: Maybe): value is number => value !== null && value !== undefined && Number.isFinite(value);

/** Truncated towards zero to so many digits; a decimal such as 18.5 that binary cannot hold is not cut to 18.4. */
export function truncate(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.trunc(value * scale + Math.sign(value) * 1e-6) / scale + 0;
}

function write(value: Maybe, digits: number, signed: boolean): string {
  if (!isKnown(value)) return kUnknown;
  const cut = truncate(value, digits);
  const text = format(digits).format(Math.abs(cut));
  if (cut < 0) return '\u2212' + text;
  return signed && cut > 0 ? '+' + text : text;
}

/** A plain number, truncated to so many digits. */
export const number = (value: Maybe, digits = 0): string => write(value, digits, false);
export const signedNumber = (value: Maybe, digits = 0): string => write(value, digits, true);

/** Whole percent: 99.9 shows 99 (SOC-1). */
export const percent = (value: Maybe): Figure => ({ text: write(value, 0, false), unit: '%' });

/** Amperes from mA, one digit. */
export const current = (ma: Maybe, signed = false): Figure => ({
  text: write(isKnown(ma) ? ma / 1000 : null, 1, signed),
  unit: 'A',
});

/** A pack's voltage from mV, one digit. */
export const packVoltage = (mv: Maybe): Figure => ({
  text: write(isKnown(mv) ? mv / 1000 : null, 1, false),
  unit: 'V',
});

/** A cell's voltage from mV, three digits. */
export const cellVoltage = (mv: Maybe): Figure => ({
  text: write(isKnown(mv) ? mv / 1000 : null, 3, false),
  unit: 'V',
});

export const celsius = (c: Maybe, digits = 0): Figure => ({ text: write(c, digits, false), unit: '°C' });

/** Remembers which scale a figure had, so that a value around 10 k does not jump between two. */
export interface Scale {
  wide: boolean;
}

/** W below 1 kW without decimals, kW with two; with one from 10 kW on, and back below 9 kW. */
export function power(w: Maybe, signed = false, scale: Scale = { wide: false }): Figure {
  if (!isKnown(w)) return { text: kUnknown, unit: 'W' };
  const size = Math.abs(w);
  scale.wide = scale.wide ? size >= 9000 : size >= 10000;
  if (truncate(size, 0) < 1000) return { text: write(w, 0, signed), unit: 'W' };
  return { text: write(w / 1000, scale.wide ? 1 : 2, signed), unit: 'kW' };
}

/** kWh from Wh: two digits, one from 100 kWh on, none from 1,000 kWh on. */
export function energy(wh: Maybe, signed = false): Figure {
  if (!isKnown(wh)) return { text: kUnknown, unit: 'kWh' };
  const size = Math.abs(wh) / 1000;
  return { text: write(wh / 1000, size < 100 ? 2 : size < 1000 ? 1 : 0, signed), unit: 'kWh' };
}

/** One line: "882 W", with a space that does not break. */
export const joined = (figure: Figure): string =>
  figure.text === kUnknown ? kUnknown : `${figure.text}\u00a0${figure.unit}`;

/** A time of day or a date in the language's own way. */
export const timeOfDay = (ms: number): string =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(ms);
export const dateAndTime = (ms: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms);

/** A number as it stands in a field that is typed into: not truncated but exact, and thousands are not set apart. */
export function typed(value: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(locale, options).format(value);
}

const moments = new Map<string, Intl.DateTimeFormat>();
function moment(ms: number, options: Intl.DateTimeFormatOptions): string {
  const key = locale + JSON.stringify(options);
  let found = moments.get(key);
  if (!found) moments.set(key, (found = new Intl.DateTimeFormat(locale, options)));
  return found.format(ms);
}

const kDayMs = 86_400_000;

/** A label of a time axis with a label every `stepMs`: no more than tells it from its neighbours. */
export function momentLabel(ms: number, stepMs: number): string {
  const at = new Date(ms);
  if (stepMs >= 360 * kDayMs) return moment(ms, { year: 'numeric' });
  if (stepMs >= 28 * kDayMs) return moment(ms, at.getMonth() === 0 ? { year: 'numeric' } : { month: 'short' });
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
  if (stepMs >= kDayMs || isMidnight) return moment(ms, { day: 'numeric', month: 'short' });
  if (stepMs >= 60_000) return moment(ms, { hour: '2-digit', minute: '2-digit' });
  return moment(ms, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** "25 Nov 2026, 12:41 – 26 Nov 2026, 12:41", with seconds where they matter and without hours where they do not. */
export function timeSpan(from: number, to: number): string {
  const span = to - from;
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  const seconds: Intl.DateTimeFormatOptions = span < 600_000 ? { second: '2-digit' } : {};
  const options = span > 60 * kDayMs ? date : { ...date, ...time, ...seconds };
  return new Intl.DateTimeFormat(locale, options).formatRange(from, to);
}

/** A day, week, month or year; short: as little as fits below a bar. From its middle: borders are the gateway's. */
export function unitLabel(from: number, to: number, unit: 'day' | 'week' | 'month' | 'year', short = false): string {
  const middle = (from + to) / 2;
  if (unit === 'year') return moment(middle, { year: 'numeric' });
  if (unit === 'month') return moment(middle, { month: 'short', ...(short ? {} : { year: 'numeric' }) });
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', ...(short ? {} : { year: 'numeric' }) };
  const halfDay = kDayMs / 2;
  if (unit === 'day') return moment(middle, day);
  return short ? moment(from + halfDay, day) : new Intl.DateTimeFormat(locale, day).formatRange(from + halfDay, to - halfDay);
}

/** "Thursday 5 November", in the language's own way; with its year where it is not that of `now`. */
export function longDate(ms: number, now: number): string {
  const year = new Date(ms).getFullYear() === new Date(now).getFullYear() ? undefined : ('numeric' as const);
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(ms);
}

/** Day and time at a place, from its local time as if it were UTC. */
export const siteTime = (localMs: Maybe): string =>
  isKnown(localMs)
    ? new Intl.DateTimeFormat(locale, {
        day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC',
      }).format(localMs)
    : kUnknown;

/** "512 B", "12.3 kB", "4.5 MB": what came over a link. */
export function bytes(count: number): string {
  if (count < 1000) return joined({ text: write(count, 0, false), unit: 'B' });
  const [scale, unit] = count < 1e6 ? [1e3, 'kB'] : count < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return joined({ text: write(count / scale, 1, false), unit });
}

/** A month of the year, 1 … 12, by its short name. */
export const monthName = (month: number): string =>
  new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2025, month - 1, 1));
