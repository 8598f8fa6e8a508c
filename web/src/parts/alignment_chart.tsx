import { scaleLinear, scaleSqrt } from "d3-scale";
import { Figure } from "../charts/figure";
import { useWidth } from "../charts/size";
import { INK, LINE, MEDIAN, MUTED } from "../numbers/colors";
import { number, range } from "../numbers/format";
import { useWorkbench } from "../state/context";

const ROOM = 40;
const LINE_HEIGHT = 16;
const BELOW = 74;

/** Foreign powers between West and East by their leverage, and where the state stands before and after. */
export function AlignmentChart() {
  const [{ page }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>(1100);
  const { powers, before, after } = page.power.alignment;
  const x = scaleLinear([-1.1, 1.1], [10, width - 10]);
  const radius = scaleSqrt([0, 0.3], [2, 22]);
  const placed = names(powers.map((power) => ({ ...power, at: x(power.position) })), width);
  // As many lines of names as they need; the axis stands below them.
  const level = ROOM + LINE_HEIGHT * Math.max(1, ...placed.map((power) => power.line + 1));
  const row = (line: number) => level - ROOM + 6 - line * LINE_HEIGHT;
  const height = level + BELOW;
  return (
    <Figure
      name="alignment"
      title={`Alignment among the powers: ${number(before.median, 2)} before, ${number(after.median, 2)} after`}
      note={`Circles: powers by position, area by leverage. Bars: where the state stands, 90% of the runs; before ${range(before.low, before.high, 2)}, after ${range(after.low, after.high, 2)}.`}
      legend={[
        { color: MUTED, label: "before" },
        { color: MEDIAN, label: "after" },
      ]}
      table={() => ({
        columns: ["power", "position", "leverage", "leverage gained, median", "most troops, median", "troops 5%", "troops 95%"],
        rows: powers.map((power) => [
          power.name, power.position, power.leverage, power.owed.median, power.troops.median,
          power.troops.low, power.troops.high,
        ]),
      })}
    >
      <div ref={ref}>
        <svg class="chart" width={width} height={height} role="img" aria-label="Powers between West and East">
          <line x1={x(-1)} x2={x(1)} y1={level} y2={level} stroke={LINE} stroke-width="2" />
          {placed.map((power) => (
            <g key={power.id}>
              <circle cx={power.at} cy={level} r={radius(power.leverage)} class="power" />
              <line x1={power.at} x2={power.at} y1={level - radius(power.leverage)} y2={row(power.line) + 4} stroke={LINE} />
              <text x={power.text} y={row(power.line)} font-size="11.5" text-anchor="middle" fill={INK}>
                {power.name}
              </text>
            </g>
          ))}
          {[
            { point: before, y: level + 36, color: MUTED, name: "before" },
            { point: after, y: level + 50, color: MEDIAN, name: "after" },
          ].map(({ point, y, color, name }) => (
            <g key={name} fill={color}>
              <rect x={x(point.low ?? 0)} y={y - 3} width={Math.max(2, x(point.high ?? 0) - x(point.low ?? 0))} height="6" rx="3" fill-opacity="0.45" />
              <circle cx={x(point.median ?? 0)} cy={y} r="5" />
            </g>
          ))}
          <text x={x(-1)} y={height - 6} font-size="11" fill={MUTED}>West −1</text>
          <text x={x(0)} y={height - 6} font-size="11" text-anchor="middle" fill={MUTED}>0</text>
          <text x={x(1)} y={height - 6} font-size="11" text-anchor="end" fill={MUTED}>East +1</text>
        </svg>
      </div>
    </Figure>
  );
}

/** A line above the axis for each name, the lowest one where it touches no other. */
function names<P extends { name: string; at: number }>(
  powers: P[],
  width: number,
): (P & { line: number; text: number })[] {
  const ends: number[] = [];
  return [...powers]
    .sort((a, b) => a.at - b.at)
    .map((power) => {
      const half = (power.name.length * 6.6) / 2;
      const text = Math.max(half, Math.min(width - half, power.at));
      const free = ends.findIndex((end) => text - half > end + 6);
      const line = free < 0 ? ends.length : free;
      ends[line] = text + half;
      return { ...power, text, line };
    });
}
