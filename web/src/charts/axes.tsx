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

/** Days under the plot, as many as fit without touching. */
export function DaysAxis(props: { days: string[]; x: Scale; y: number; width: number }) {
  const { days, x, y, width } = props;
  const step = Math.max(1, Math.ceil((days.length * 46) / Math.max(1, width)));
  const shown = days.map((iso, index) => ({ iso, index })).filter(({ index }) => index % step === 0);
  return (
    <g class="axis">
      {shown.map(({ iso, index }) => (
        <g key={iso} transform={`translate(${Math.round(x(index)) + 0.5} ${y})`}>
          <line y2="4" stroke={MUTED} />
          <text y="16" text-anchor="middle" fill={MUTED} font-size="11">
            {dayName(iso)}
          </text>
        </g>
      ))}
    </g>
  );
}
