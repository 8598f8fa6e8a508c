import { scaleLinear } from "d3-scale";
import { INK, LINE, MEDIAN, MUTED } from "../numbers/colors";
import type { Maybe } from "../numbers/format";
import { known } from "../numbers/format";
import { useWidth } from "./size";

export interface DumbbellRow {
  name: string;
  words: string;
  before: Maybe;
  after: Maybe;
  low: Maybe;
  high: Maybe;
  color?: string;
}

interface Props {
  label: string;
  rows: DumbbellRow[];
  bottom: number;
  top: number;
  ticks: number[];
  format: (value: number) => string;
}

const ROW = 40;
const LINE_HEIGHT = 15;

/** Before and after on one line: a hollow mark, an arrow's worth of line, a full mark with its range. */
export function Dumbbells({ label, rows, bottom, top, ticks, format }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const x = scaleLinear([bottom, top], [8, width - 14]);
  // Names and words share a line where they fit, and stand below each other on a phone.
  const tight = rows.some((row) => row.name.length * 7.6 + row.words.length * 6.3 > width);
  const down = tight ? LINE_HEIGHT : 0;
  const step = ROW + down;
  const height = rows.length * step + 22;
  return (
    <div ref={ref}>
      <svg class="chart" width={width} height={height} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick} transform={`translate(${Math.round(x(tick)) + 0.5} 0)`}>
            <line y1="4" y2={height - 20} stroke={LINE} />
            <text y={height - 6} font-size="11" fill={MUTED} text-anchor={tick === ticks.at(-1) ? "end" : tick === ticks[0] ? "start" : "middle"}>
              {format(tick)}
            </text>
          </g>
        ))}
        {rows.map((row, at) => (
          <g key={row.name} transform={`translate(0 ${at * step})`}>
            <text x="0" y="15" font-size="12" font-weight="600" fill={INK} class="halo">
              {row.name}
            </text>
            <text
              x={tight ? 0 : width} y={15 + down} font-size="11.5" fill={MUTED} class="halo"
              text-anchor={tight ? "start" : "end"}
            >
              {row.words}
            </text>
            <g transform={`translate(0 ${down})`}>
            {known(row.low) && known(row.high) && (
              <rect
                x={x(row.low)} width={Math.max(2, x(row.high) - x(row.low))} y="23" height="8" rx="4"
                fill={row.color ?? MEDIAN} fill-opacity="0.28"
              />
            )}
            {known(row.before) && known(row.after) && (
              <line x1={x(row.before)} x2={x(row.after)} y1="27" y2="27" stroke={row.color ?? MEDIAN} stroke-width="2" />
            )}
            {known(row.after) && <circle cx={x(row.after)} cy="27" r="5" fill={row.color ?? MEDIAN} />}
            {known(row.before) && (
              <circle cx={x(row.before)} cy="27" r="4.5" fill="#ffffff" stroke={INK} stroke-width="1.6" />
            )}
            </g>
          </g>
        ))}
      </svg>
    </div>
  );
}
