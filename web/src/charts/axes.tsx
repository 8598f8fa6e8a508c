import { LINE, MUTED } from "../numbers/colors";
import { day as dayName, short } from "../numbers/format";

export type Scale = (value: number) => number;

/** Horizontal lines with their numbers left of the plot. */
export function RowsAxis(props: {
  scale: Scale;
  ticks: number[];
  left: number;
  right: number;
  format?: (value: number) => string;
}) {
  const { scale, ticks, left, right, format = short } = props;
  return (
    <g class="axis">
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(0 ${Math.round(scale(tick)) + 0.5})`}>
          <line x1={left} x2={right} stroke={LINE} />
          <text x={left - 6} dy="0.32em" text-anchor="end" fill={MUTED} font-size="11">
            {format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

const DAY_ROOM = 48;

/** Days under the plot, as many as fit without touching. */
export function DaysAxis({ days, x, y }: { days: string[]; x: Scale; y: number }) {
  let last = -Infinity;
  const shown = days
    .map((iso, index) => ({ iso, at: x(index) }))
    .filter(({ at }) => {
      if (at - last < DAY_ROOM) return false;
      last = at;
      return true;
    });
  return (
    <g class="axis">
      {shown.map(({ iso, at }) => (
        <g key={iso} transform={`translate(${Math.round(at) + 0.5} ${y})`}>
          <line y2="4" stroke={MUTED} />
          <text y="16" text-anchor="middle" fill={MUTED} font-size="11">
            {dayName(iso)}
          </text>
        </g>
      ))}
    </g>
  );
}
