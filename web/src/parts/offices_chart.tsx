import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { useWidth } from "../charts/size";
import type { Office, Page } from "../page";
import { INK, kindColor, LINE, MUTED, RECORD } from "../numbers/colors";
import { day as dayName, daysBetween, percent } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { beside } from "./figures_chart";

const ROW = 38;
const FIRST_RANK = 4;

/** Offices as lanes of days: whose faction holds them, in how many runs, and who by the record. */
export function OfficesChart() {
  const [{ page, day }] = useWorkbench();
  const [all, setAll] = useState(false);
  const [ref, width] = useWidth<HTMLDivElement>(560);
  const offices = [...page.power.offices]
    .filter((office) => all || office.rank <= FIRST_RANK)
    .sort((a, b) => a.rank - b.rank);
  const color = colors(page);
  const height = offices.length * ROW + 6;
  return (
    <Figure
      name="offices"
      title={`Offices and who holds them, ${dayName(page.days[day]!)}`}
      note="Each lane: shares of runs by day, in the holder's faction's color; gray is a newcomer, white is vacant. Red ticks: a change of holder in the record."
      legend={[
        ...page.power.factions
          .map((faction, index) => ({ color: kindColor(index), label: faction.name, id: faction.id }))
          .filter(({ id }) => offices.some((office) => factionsOf(page, office).has(id))),
        { color: "#b9c2c8", label: "newcomer" },
        { color: RECORD, label: "change in the record", mark: "line" as const },
      ]}
      dataset="offices"
      table={() => ({
        columns: ["office", "powers", "day", "holder", "share of runs"],
        rows: offices.flatMap((office) =>
          office.holders.flatMap((holder) =>
            page.days.map((iso, at) => [
              office.title, office.powers.join("; "), iso, nameOf(page, holder.figure), holder.share[at],
            ]),
          ),
        ),
      })}
    >
      <div ref={ref}>
        <svg class="chart" width={width} height={height} role="img" aria-label="Offices and their holders by day">
          {offices.map((office, index) => (
            <Lane key={office.id} office={office} page={page} day={day} y={index * ROW} width={width} color={color} />
          ))}
        </svg>
      </div>
      <button type="button" class="plain" onClick={() => setAll(!all)}>
        {all ? "Highest offices only" : `All ${page.power.offices.length} offices`}
      </button>
    </Figure>
  );
}

interface LaneProps {
  office: Office;
  page: Page;
  day: number;
  y: number;
  width: number;
  color: (figure: string) => string;
}

function Lane({ office, page, day, y, width, color }: LaneProps) {
  const last = page.days.length;
  const step = width / last;
  const top = holderOf(office, day);
  const words = top ? `${nameOf(page, top.figure)} ${percent(top.share[day])}` : "";
  let sums = Array.from({ length: last }, () => 0);
  const strips = office.holders.map((holder) => {
    const from = sums;
    sums = sums.map((sum, at) => sum + (holder.share[at] ?? 0));
    return { holder, from, to: sums };
  });
  const changes = office.record.filter((tenure) => tenure.until).map((tenure) => daysBetween(page.days[0]!, tenure.until!));
  return (
    <g transform={`translate(0 ${y})`}>
      <text x="0" y="13" font-size="11.5" fill={INK}>
        {beside(office.title, words, width)}
      </text>
      <text x={width} y="13" font-size="11.5" text-anchor="end" fill={MUTED}>
        {words}
      </text>
      <rect x="0.5" y="18.5" width={width - 1} height="13" fill="#ffffff" stroke={LINE} />
      {strips.map(({ holder, from, to }) =>
        holder.figure === "nobody" ? null : (
          <path key={holder.figure} fill={color(holder.figure)} d={strip(from, to, step)} />
        ),
      )}
      {changes.map((at) => (
        <line key={at} x1={at * step} x2={at * step} y1="15" y2="35" stroke={RECORD} stroke-width="2" />
      ))}
      <rect x={day * step} y="17" width={Math.max(2, step)} height="16" fill="none" stroke={INK} />
    </g>
  );
}

/** Steps of one holder, day by day; shares grow from the bottom of the lane. */
function strip(from: number[], to: number[], step: number): string {
  const y = (share: number) => (31.5 - 13 * Math.min(1, share)).toFixed(1);
  const forth = to.map((share, at) => `${(at * step).toFixed(1)} ${y(share)}H${((at + 1) * step).toFixed(1)}`);
  const back = from
    .map((share, at) => `${((at + 1) * step).toFixed(1)} ${y(share)}H${(at * step).toFixed(1)}`)
    .reverse();
  return `M${forth.join("L")}L${back.join("L")}Z`;
}

const holderOf = (office: Office, day: number) =>
  [...office.holders].sort((a, b) => (b.share[day] ?? 0) - (a.share[day] ?? 0))[0];

export function nameOf(page: Page, figure: string): string {
  if (figure === "nobody") return "vacant";
  return page.power.figures.find((item) => item.id === figure)?.name ?? figure;
}

function factionsOf(page: Page, office: Office): Set<string> {
  const ids = office.holders.map((holder) => page.power.figures.find((item) => item.id === holder.figure)?.faction);
  return new Set(ids.filter((id) => id !== undefined));
}

function colors(page: Page): (figure: string) => string {
  const order = page.power.factions.map((faction) => faction.id);
  const faction = new Map(page.power.figures.map((figure) => [figure.id, figure.faction]));
  return (figure) => (faction.has(figure) ? kindColor(order.indexOf(faction.get(figure)!)) : "#b9c2c8");
}
