import { area, curveLinear, line } from "d3-shape";
import type { Scale } from "./axes";

type Values = (number | null)[];

/** A line that breaks where nothing was run. */
export function linePath(values: Values, x: Scale, y: Scale): string {
  return (
    line<number | null>()
      .defined((value) => value !== null)
      .x((_, index) => round(x(index)))
      .y((value) => round(y(value!)))
      .curve(curveLinear)(values) ?? ""
  );
}

export function bandPath(low: Values, high: Values, x: Scale, y: Scale): string {
  return (
    area<number | null>()
      .defined((value, index) => value !== null && high[index] !== null)
      .x((_, index) => round(x(index)))
      .y0((value) => round(y(value!)))
      .y1((_, index) => round(y(high[index]!)))(low) ?? ""
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
