import { scaleLinear, scaleSymlog } from "d3-scale";
import { BAND, BAND_INNER, INK, MEDIAN, RECORD } from "../numbers/colors";
import { day as dayName, short } from "../numbers/format";
import { dayScale } from "./day_scale";
import { DaysAxis, RowsAxis } from "./axes";
import { EventMarks, type Mark } from "./event_marks";
import { bandPath, linePath } from "./paths";
import { useWidth } from "./size";

export interface Ribbon {
  median: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

interface Props {
  label: string;
  days: string[];
  band: Ribbon;
  inner?: { low: (number | null)[]; high: (number | null)[] } | null;
  /** Dashed line to compare with. */
  compare?: (number | null)[] | null;
  runs?: { values: (number | null)[]; color: string }[];
  record?: { day: number; value: number; low: number; high: number }[];
  events?: Mark[];
  top: number;
  bottom?: number;
  /** Crises grow by factors: a log scale that still shows zero. */
  log?: boolean;
  ticks: number[];
  height?: number;
  day?: number;
  onDay?: (day: number) => void;
  format?: (value: number) => string;
}

const LEFT = 40;
const RIGHT = 20;

/** Median, middle 50% and 90% of the runs by day, with single runs and the record drawn over them. */
export function Fan(props: Props) {
  const { days, band, inner, runs = [], record = [], events = [], day, onDay, format = short } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const height = props.height ?? 280;
  const head = events.length ? 26 : 8;
  const right = width - RIGHT;
  const { x, nearest } = dayScale(days, LEFT, right);
  const extent = [height - 24, head];
  const y = props.log
    ? scaleSymlog([props.bottom ?? 0, props.top], extent).constant(100)
    : scaleLinear([props.bottom ?? 0, props.top], extent);
  const pick = (event: PointerEvent) => {
    if (!onDay || event.buttons === 0) return;
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    onDay(nearest(event.clientX - box.left));
  };
  const at = (values: (number | null)[]) => (day === undefined ? null : (values[day] ?? null));
  const middle = at(band.median);
  return (
    <div ref={ref}>
      <svg
        class={onDay ? "chart pickable" : "chart"}
        role="img"
        aria-label={props.label}
        width={width}
        height={height}
        onPointerDown={pick}
        onPointerMove={pick}
      >
        <RowsAxis scale={y} ticks={props.ticks} left={LEFT} right={right} format={format} />
        <path d={bandPath(band.low, band.high, x, y)} fill={BAND} />
        {inner && <path d={bandPath(inner.low, inner.high, x, y)} fill={BAND_INNER} />}
        {runs.map((run, index) => (
          <path key={index} d={linePath(run.values, x, y)} class="run" stroke={run.color} />
        ))}
        {props.compare && <path d={linePath(props.compare, x, y)} class="compare" stroke={INK} />}
        <path d={linePath(band.median, x, y)} class="median-casing" />
        <path d={linePath(band.median, x, y)} class="median" stroke={MEDIAN} />
        {record.map((row, index) => (
          <g key={index} stroke={RECORD} fill="#ffffff" class="record">
            <line x1={x(row.day)} x2={x(row.day)} y1={y(row.low)} y2={y(row.high)} />
            <circle cx={x(row.day)} cy={y(row.value)} r="4" />
          </g>
        ))}
        <EventMarks marks={events} x={x} left={LEFT} right={right} top={head} bottom={height - 24} />
        {day !== undefined && (
          <g class="cursor">
            <line x1={x(day)} x2={x(day)} y1={head} y2={height - 24} stroke={INK} />
            {middle !== null && <circle cx={x(day)} cy={y(middle)} r="4" fill={INK} />}
          </g>
        )}
        <DaysAxis days={days} x={x} y={height - 24} />
      </svg>
      {day !== undefined && middle !== null && (
        <p class="readout">
          {dayName(days[day]!)}: median {format(middle)}, 90% of runs {format(at(band.low) ?? 0)} to{" "}
          {format(at(band.high) ?? 0)}
          {inner && `, half of them ${format(at(inner.low) ?? 0)} to ${format(at(inner.high) ?? 0)}`}.
        </p>
      )}
    </div>
  );
}
