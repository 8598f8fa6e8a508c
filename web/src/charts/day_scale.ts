import { scaleLinear } from "d3-scale";
import { daysBetween } from "../numbers/format";
import type { Scale } from "./axes";

/** Places of days by their dates, since days of a page need not be evenly spaced; and the way back. */
export function dayScale(
  days: string[],
  left: number,
  right: number,
): { x: Scale; nearest: (pixel: number) => number } {
  const offsets = days.map((iso) => daysBetween(days[0]!, iso));
  const scale = scaleLinear([0, Math.max(1, offsets.at(-1) ?? 1)], [left, right]);
  const x = (position: number): number => {
    const below = Math.max(0, Math.min(offsets.length - 1, Math.floor(position)));
    const above = Math.min(offsets.length - 1, below + 1);
    return scale(offsets[below]! + (position - below) * (offsets[above]! - offsets[below]!));
  };
  const nearest = (pixel: number): number => {
    const wanted = scale.invert(pixel);
    return offsets.reduce(
      (best, offset, at) => (Math.abs(offset - wanted) < Math.abs(offsets[best]! - wanted) ? at : best),
      0,
    );
  };
  return { x, nearest };
}
