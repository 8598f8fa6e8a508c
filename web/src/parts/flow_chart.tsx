import { Figure } from "../charts/figure";
import { useWidth } from "../charts/size";
import type { Comparison } from "../page";
import { INK, MUTED, outcomeColor } from "../numbers/colors";
import { useWorkbench } from "../state/context";
import { fit } from "./figures_chart";

const HEIGHT = 250;
const GAP = 8;
const BAR = 12;

/** How many pairs end in one way without the change and in which with it. */
export function FlowChart({ result, name }: { result: Comparison; name: string }) {
  const [{ page }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>();
  const total = Math.max(1, result.replicates);
  const outcomes = page.outcomes;
  const sums = (side: "from" | "to") =>
    outcomes.map((outcome) =>
      result.flow.filter((flow) => flow[side] === outcome.name).reduce((sum, flow) => sum + flow.count, 0),
    );
  const room = HEIGHT - 26 - GAP * (outcomes.length - 1);
  const left = places(sums("from"), total, room);
  const right = places(sums("to"), total, room);
  const side = Math.min(190, width * 0.38);
  const [x0, x1] = [side, width - side];
  const used = { from: left.map((item) => item.y), to: right.map((item) => item.y) };
  const ribbons = outcomes.flatMap((from, i) =>
    outcomes.map((to, j) => {
      const count = result.flow.find((flow) => flow.from === from.name && flow.to === to.name)?.count ?? 0;
      if (!count) return null;
      const thick = (count / total) * room;
      const [a, b] = [used.from[i]!, used.to[j]!];
      used.from[i] = a + thick;
      used.to[j] = b + thick;
      const middle = (x0 + x1) / 2;
      return (
        <path
          key={`${i}-${j}`}
          class="flow"
          fill={outcomeColor(from.rank, outcomes.length)}
          d={`M${x0 + BAR} ${a}C${middle} ${a} ${middle} ${b} ${x1 - BAR} ${b}V${b + thick}C${middle} ${b + thick} ${middle} ${a + thick} ${x0 + BAR} ${a + thick}Z`}
        >
          <title>{`${from.label} → ${to.label}: ${count} of ${total}`}</title>
        </path>
      );
    }),
  );
  return (
    <Figure
      name={`what-if-${name}-flow`}
      title="Where the same worlds end"
      note={`Pairs of runs, of ${total}: at the left without the change, at the right with it.`}
      table={() => ({
        columns: ["without the change", "with the change", "pairs"],
        rows: result.flow.map((flow) => [flow.from, flow.to, flow.count]),
      })}
    >
      <div ref={ref}>
        <svg class="chart" width={width} height={HEIGHT} role="img" aria-label="Flow of outcomes">
          <text x={x0 + BAR} y="12" text-anchor="end" font-size="11" fill={MUTED}>baseline</text>
          <text x={x1 - BAR} y="12" font-size="11" fill={MUTED}>changed</text>
          <g transform="translate(0 22)">
            {ribbons}
            {[left, right].map((column, which) =>
              column.map((item, at) =>
                item.count === 0 ? null : (
                  <g key={`${which}-${at}`}>
                    <rect
                      x={which ? x1 - BAR : x0} y={item.y} width={BAR} height={Math.max(1.5, item.height)}
                      fill={outcomeColor(outcomes[at]!.rank, outcomes.length)}
                    />
                    <text
                      x={which ? x1 + 6 : x0 - 6} y={item.label} dy="0.34em" font-size="11.5" fill={INK}
                      text-anchor={which ? "start" : "end"}
                    >
                      {short(outcomes[at]!.label, side)} {item.count}
                    </text>
                  </g>
                ),
              ),
            )}
          </g>
        </svg>
      </div>
    </Figure>
  );
}

const short = (label: string, room: number): string => fit(label, room - 32, 6.4);

/** Blocks below each other; labels keep a line's height between them. */
function places(counts: number[], total: number, room: number) {
  let y = 0;
  let last = -Infinity;
  return counts.map((count) => {
    const height = (count / total) * room;
    const label = count ? Math.max(y + height / 2, last + 13) : y;
    if (count) last = label;
    const item = { count, y, height, label };
    y += height + (count ? GAP : 0);
    return item;
  });
}
