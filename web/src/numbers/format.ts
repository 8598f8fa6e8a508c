// Numbers, days and shares as a reader meets them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const MISSING = "–";
const DAY = 86_400_000;

export type Maybe = number | null | undefined;

export const known = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** 'people' with a thin grouping: 12,300; small numbers keep what tells them apart. */
export function number(value: Maybe, digits = 3): string {
  if (!known(value)) return MISSING;
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e6) return `${trim(value / 1e6, digits)} million`;
  if (size >= 100) return Math.round(value).toLocaleString("en-US").replace("-", "−");
  return trim(value, digits);
}

/** Short for axes: 0, 100, 1k, 10k, 1M. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${trim(value / 1e9, 2)}bn`;
  if (size >= 1e6) return `${trim(value / 1e6, 2)}M`;
  if (size >= 1e3) return `${trim(value / 1e3, 2)}k`;
  return trim(value, 2);
}

function trim(value: number, digits: number): string {
  const text = value.toPrecision(digits);
  const plain = text.includes("e") ? String(Number(text)) : text;
  return (plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain).replace("-", "−");
}

/** A share as a whole percentage; never 0% or 100% of what is only nearly so. */
export function percent(share: Maybe): string {
  if (!known(share)) return MISSING;
  if (share > 0 && share < 0.005) return "<1%";
  if (share < 1 && share > 0.995) return ">99%";
  return `${even(share * 100)}%`.replace("-", "−");
}

/** Halves go to the even number, as in the sentences that Python writes. */
function even(value: number): number {
  const exact = Number(value.toPrecision(12));
  const below = Math.floor(exact);
  if (exact - below !== 0.5) return Math.round(exact);
  return below % 2 === 0 ? below : below + 1;
}

export function percentRange(low: Maybe, high: Maybe): string {
  if (!known(low) || !known(high)) return MISSING;
  const [first, last] = [percent(low), percent(high)];
  return first === last ? last : `${first.replace("%", "")}–${last}`;
}

/** A difference in percentage points with its sign: '+9', '−22'. */
export function points(difference: Maybe): string {
  if (!known(difference)) return MISSING;
  return signed(even(difference * 100));
}

export function signed(value: Maybe, digits = 3): string {
  if (!known(value)) return MISSING;
  const text = number(Math.abs(value), digits);
  return value < 0 ? `−${text}` : value > 0 ? `+${text}` : "0";
}

export function range(low: Maybe, high: Maybe, digits = 3): string {
  if (!known(low) && !known(high)) return MISSING;
  const [first, last] = [number(low, digits), number(high, digits)];
  return first === last ? first : `${first} to ${last}`;
}

/** '6 Jan' of an ISO date or time; with the year when asked. */
export function day(iso: string, year = false): string {
  const [date = ""] = iso.split("T");
  const [y = "", m = "1", d = "1"] = date.split("-");
  return `${Number(d)} ${MONTHS[Number(m) - 1]}${year ? ` ${y}` : ""}`;
}

/** '5 Jan 18h' of days since the start. */
export function moment(start: string, days: Maybe): string {
  if (!known(days)) return "never";
  const when = new Date(Date.parse(`${start.slice(0, 10)}T00:00:00Z`) + Math.round(days * 24) * (DAY / 24));
  return `${when.getUTCDate()} ${MONTHS[when.getUTCMonth()]} ${when.getUTCHours()}h`;
}

/** A day of a crisis; the year is written where it is another one. */
export function dayOf(iso: string, start: string): string {
  return day(iso, iso.slice(0, 4) !== start.slice(0, 4));
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY;
}

/** 'law_and-order' as 'law and order'. */
export const plainName = (name: string): string => name.replace(/[_-]+/g, " ");

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const UNITS: Record<string, string> = { "1": "", "": "", person: " people", "1/day": " a day" };

/** A value with its unit in words; the dimensionless unit is not written. */
export function withUnit(value: string, unit: string): string {
  if (unit === "day" && value !== "1") return `${value} days`;
  return value + (UNITS[unit] ?? ` ${unit}`);
}
