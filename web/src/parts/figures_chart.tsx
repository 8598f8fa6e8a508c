import { useId, useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { useWidth } from "../charts/size";
import type { Figure as Person } from "../page";
import { INK, kindColor, MUTED } from "../numbers/colors";
import { day as dayName, number, percent, plainName } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { layout } from "./figures_layout";
import { SourceNote } from "./source_note";

/** Where all lines at once would cross every name, only those of the chosen figure are drawn. */
const NARROW = 520;

/** Figures in their factions with the ties between them; rings show what befalls them by the day. */
export function FiguresChart() {
  const [{ page, day }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>(1100);
  const id = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const { figures, factions, ties } = page.power;
  const { boxes, nodes, height } = layout(factions, figures, width);
  const at = new Map(nodes.map((node) => [node.figure.id, node]));
  const color = new Map(factions.map((faction, index) => [faction.id, kindColor(index)]));
  const near = new Set(
    ties.filter((tie) => tie.from === chosen || tie.to === chosen).flatMap((tie) => [tie.from, tie.to]),
  );
  const person = figures.find((figure) => figure.id === chosen);
  return (
    <Figure
      name={`figures-${page.days[day]}`}
      title={`Figures and factions, ${dayName(page.days[day]!)}`}
      note="Lines lead from patron or appointer to client. A pie inside each dot shows the runs in which the figure has lost office (gray) or is in custody (red). Choose a figure to follow the ties."
      legend={[
        { color: MUTED, label: "tie of patron and client", mark: "line" },
        { color: MUTED, label: "appoints", mark: "dashed" },
        { color: "#8b98a1", label: "lost office, share of runs" },
        { color: "#b3261e", label: "in custody, share of runs" },
      ]}
      table={() => ({
        columns: ["figure", "faction", "role", "lost office", "in custody", "patrons and appointers"],
        rows: figures.map((figure) => [
          figure.name,
          factions.find((faction) => faction.id === figure.faction)?.name,
          figure.role,
          figure.dismissed[day],
          figure.custody[day],
          ties
            .filter((tie) => tie.to === figure.id)
            .map((tie) => figures.find((other) => other.id === tie.from)?.name)
            .join("; "),
        ]),
      })}
    >
      <div ref={ref}>
        <svg class="chart" width={width} height={height} role="group" aria-label="Figures by faction">
          {boxes.map((box) => (
            <g key={box.faction.id}>
              <rect
                x={box.x + 0.5} y={box.y + 0.5} width={box.width - 1} height={box.height - 1} rx="6"
                class="faction-box"
              />
              <rect x={box.x} y={box.y} width="4" height={box.height} rx="2" fill={color.get(box.faction.id)} />
              <text x={box.x + 14} y={box.y + 17} font-size="11.5" font-weight="650" fill={INK}>
                {fit(box.faction.name, box.width - 20, 6.6)}
              </text>
              <text x={box.x + 14} y={box.y + 31} font-size="11" fill={MUTED}>
                {box.faction.in_court
                  ? `weight ${number(box.faction.weight.median[day], 2)}, in the coalition in ${percent(box.faction.in_coalition[day])}`
                  : "outside the court"}
              </text>
            </g>
          ))}
          {ties.map((tie) => {
            const [from, to] = [at.get(tie.from), at.get(tie.to)];
            const hidden = width < NARROW && tie.from !== chosen && tie.to !== chosen;
            if (!from || !to || hidden) return null;
            const lit = chosen !== null && (tie.from === chosen || tie.to === chosen);
            const shade = lit ? "tie lit" : chosen ? "tie faint" : "tie";
            return (
              <path
                key={`${tie.from}-${tie.to}-${tie.kind}`}
                d={curve(from, to)}
                class={tie.kind === "appoints" ? `${shade} appoints` : shade}
              />
            );
          })}
          {nodes.map(({ figure, x, y, width: room }) => (
            <g
              key={figure.id}
              class={chosen && chosen !== figure.id && !near.has(figure.id) ? "figure-node faint" : "figure-node"}
              transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
              role="button"
              tabindex={0}
              aria-pressed={figure.id === chosen}
              aria-describedby={`${id}-${figure.id}`}
              onClick={() => setChosen(figure.id === chosen ? null : figure.id)}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") {
                  event.preventDefault();
                  setChosen(figure.id === chosen ? null : figure.id);
                }
              }}
            >
              <desc id={`${id}-${figure.id}`}>
                {`${figure.role}: lost office in ${percent(figure.dismissed[day])}, in custody in ${percent(figure.custody[day])} of runs`}
              </desc>
              <rect x="-10" y="-15" width={room} height="31" rx="4" class="node-room" />
              <circle r="7.5" fill="#ffffff" stroke={color.get(figure.faction)} stroke-width="2.5" />
              <path d={slice(6, 0, figure.dismissed[day] ?? 0)} fill="#8b98a1" />
              <path d={slice(6, figure.dismissed[day] ?? 0, figure.custody[day] ?? 0)} fill="#b3261e" />
              <text x="14" y="-1" font-size="12" fill={INK} class="halo">
                {figure.name}
              </text>
              <text x="14" y="11" font-size="10" fill={MUTED} class="halo">
                {fit(figure.role, room - 20, 5.2)}
              </text>
            </g>
          ))}
        </svg>
      </div>
      {person && <About person={person} />}
    </Figure>
  );
}

function About({ person }: { person: Person }) {
  return (
    <div class="about" role="status">
      <p>
        <strong>{person.name}</strong>, {person.role}.{" "}
        {person.record.length > 0 &&
          `Record: ${person.record.map((row) => `${plainName(row.kind)}${row.date ? ` (${dayName(row.date, true)})` : ""}: ${said(row.value)}`).join("; ")}.`}{" "}
        Confidence: {person.confidence}.
      </p>
      <SourceNote at={person.source} />
    </div>
  );
}

const said = (value: string): string => (/^\d{4}-\d\d/.test(value) ? dayName(value, true) : value);

/** A line that bends aside, so that ties between the same rows do not lie on each other. */
function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = 0.16;
  const [mx, my] = [(from.x + to.x) / 2 - dy * bend, (from.y + to.y) / 2 + dx * bend];
  return `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
}

/** A slice of a pie from one share on, for another. */
function slice(radius: number, from: number, share: number): string {
  if (share <= 0) return "";
  const end = Math.min(from + share, from + 0.9999);
  const place = (turn: number) =>
    `${(radius * Math.sin(2 * Math.PI * turn)).toFixed(2)} ${(-radius * Math.cos(2 * Math.PI * turn)).toFixed(2)}`;
  return `M0 0L${place(from)}A${radius} ${radius} 0 ${end - from > 0.5 ? 1 : 0} 1 ${place(end)}Z`;
}

/** A title that leaves room for the words at the other end of its line. */
export const beside = (title: string, words: string, width: number): string =>
  fit(title, width - words.length * 6.7 - 10, 6.7);

/** Text that fits a width: cut after a word where that loses little, else at a letter. */
export function fit(text: string, width: number, letter = 6.6): string {
  const most = Math.floor(width / letter);
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const words = cut.replace(/[\s,(]+[^\s]*$/, "");
  return `${(words.length > 0.6 * cut.length ? words : cut).trimEnd()}…`;
}
