const POWERS = [0, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/** Top and ticks of a scale for crowds, which grow by factors. */
export function crowdScale(values: (number | null)[]): { top: number; ticks: number[] } {
  const most = Math.max(100, ...values.map((value) => value ?? 0));
  const top = most * 1.15;
  return { top, ticks: POWERS.filter((tick) => tick <= top) };
}

/** A round top and about four ticks for numbers that are added. */
export function roundScale(low: number, high: number): { bottom: number; top: number; ticks: number[] } {
  const width = high - low || Math.abs(high) || 1;
  const rough = width / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { bottom: first * step, top: last * step, ticks };
}

/** Ends of a band, leaving out what was not run. */
export function extent(...lists: (number | null)[][]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists)
    for (const value of list) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return low <= high ? [low, high] : [0, 1];
}
