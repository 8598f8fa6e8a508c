import { Figure } from "../charts/figure";
import { Lane } from "../charts/lane";
import { useWidth } from "../charts/size";
import { BAND, MEDIAN } from "../numbers/colors";
import { day as dayName, number, percent, range } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { beside } from "./figures_chart";

const ROW = 56;

/** Weight of each faction of the court by day. */
export function FactionsChart() {
  const [{ page, day }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>(560);
  const factions = page.power.factions.filter((faction) => faction.in_court);
  return (
    <Figure
      name="factions"
      title={`Weight of the factions, ${dayName(page.days[day]!)}`}
      note="What each camp brings to a coalition; each lane from 0 to its own top."
      legend={[
        { color: MEDIAN, label: "median", mark: "line" },
        { color: BAND, label: "90% of the runs" },
      ]}
      dataset="factions"
      table={() => ({
        columns: ["faction", "day", "median", "5%", "95%", "in the coalition"],
        rows: factions.flatMap((faction) =>
          page.days.map((iso, at) => [
            faction.name, iso, faction.weight.median[at], faction.weight.low[at],
            faction.weight.high[at], faction.in_coalition[at],
          ]),
        ),
      })}
    >
      <div ref={ref}>
        <svg class="chart" width={width} height={factions.length * ROW} role="img" aria-label="Weight of factions by day">
          {factions.map((faction, index) => {
            const words = `${number(faction.weight.median[day], 2)} (${range(faction.weight.low[day], faction.weight.high[day], 2)}); ${width > 420 ? "in the coalition" : "inside"} ${percent(faction.in_coalition[day])}`;
            return (
              <Lane
                key={faction.id}
                title={beside(faction.name, words, width)}
                words={words}
                band={faction.weight}
                y={index * ROW}
                width={width}
                low={0}
                high={Math.max(0.1, ...faction.weight.high.map((value) => value ?? 0))}
                day={day}
                height={26}
              />
            );
          })}
        </svg>
      </div>
    </Figure>
  );
}
