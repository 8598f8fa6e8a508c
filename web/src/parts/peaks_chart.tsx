import { scaleSymlog } from "d3-scale";
import { Figure } from "../charts/figure";
import { useWidth } from "../charts/size";
import { crowdScale } from "../charts/ticks";
import type { Comparison } from "../page";
import { INK, LINE, MUTED, outcomeColor } from "../numbers/colors";
import { short } from "../numbers/format";
import { useWorkbench } from "../state/context";

const MOST = 50;
const SIZE = 9;

/** The fullest day of each run as a dot, without and with the change: every dot is a world. */
export function PeaksChart({ result, name }: { result: Comparison; name: string }) {
  const [{ page }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>();
  const step = Math.max(1, Math.ceil(result.peaks.length / MOST));
  const shown = result.peaks.filter((_, at) => at % step === 0);
  const { top, ticks } = crowdScale(shown.flatMap((pair) => [pair.baseline, pair.changed]));
  const x = scaleSymlog([0, top], [8, width - 14]).constant(100);
  const rank = new Map(page.outcomes.map((outcome) => [outcome.name, outcome.rank]));
  const color = (outcome: string) => outcomeColor(rank.get(outcome) ?? 0, page.outcomes.length);
  const rows = [
    { title: "Baseline", dots: stack(shown.map((pair) => ({ at: x(pair.baseline), color: color(pair.baseline_outcome) }))) },
    { title: "With the change", dots: stack(shown.map((pair) => ({ at: x(pair.changed), color: color(pair.changed_outcome) }))) },
  ];
  const levels = rows.map((row) => Math.max(3, ...row.dots.map((dot) => dot.level + 1)));
  let y = 0;
  return (
    <Figure
      name={`what-if-${name}-peaks`}
      title="Fullest day of each run"
      note={`People in the streets, log scale; ${shown.length} of ${result.peaks.length} pairs, in the colors of how they end.`}
      legend={page.outcomes.map((item) => ({
        color: outcomeColor(item.rank, page.outcomes.length),
        label: item.label,
        mark: "dot" as const,
      }))}
      table={() => ({
        columns: ["pair", "baseline", "changed", "baseline ends", "changed ends"],
        rows: result.peaks.map((pair) => [
          pair.replicate, pair.baseline, pair.changed, pair.baseline_outcome, pair.changed_outcome,
        ]),
      })}
    >
      <div ref={ref}>
        <svg class="chart" role="img" aria-label="Peaks without and with the change" width={width} height={levels.reduce((sum, n) => sum + n * SIZE + 24, 20)}>
          {rows.map((row, at) => {
            const base = (y += levels[at]! * SIZE + 24);
            return (
              <g key={row.title}>
                <text x="0" y={base - levels[at]! * SIZE - 9} font-size="12" font-weight="600" fill={INK}>
                  {row.title}
                </text>
                <line x1="4" x2={width - 8} y1={base + 0.5} y2={base + 0.5} stroke={LINE} />
                {row.dots.map((dot, index) => (
                  <circle key={index} cx={dot.at} cy={base - 5 - dot.level * SIZE} r="4" fill={dot.color} stroke="#ffffff" stroke-width="0.6" />
                ))}
              </g>
            );
          })}
          {ticks.map((tick) => (
            <text key={tick} x={x(tick)} y={y + 15} font-size="11" fill={MUTED} text-anchor="middle">
              {short(tick)}
            </text>
          ))}
        </svg>
      </div>
    </Figure>
  );
}

/** Dots that would touch are piled up. */
function stack(dots: { at: number; color: string }[]): { at: number; color: string; level: number }[] {
  const ends: number[] = [];
  return [...dots]
    .sort((a, b) => a.at - b.at)
    .map((dot) => {
      const free = ends.findIndex((end) => dot.at - end >= SIZE - 0.5);
      const level = free < 0 ? ends.length : free;
      ends[level] = dot.at;
      return { ...dot, level };
    });
}
