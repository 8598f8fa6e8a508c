import { Figure } from "../charts/figure";
import { Lane } from "../charts/lane";
import { useWidth } from "../charts/size";
import type { Organ, Page } from "../page";
import { BAND, MEDIAN } from "../numbers/colors";
import { day as dayName, number, percent } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { beside } from "./figures_chart";
import { nameOf } from "./offices_chart";

const ROW = 60;

/** Organs of force in lanes: how much of each follows the president, and who commands it. */
export function OrgansChart() {
  const [{ page, day }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>(560);
  const { organs } = page.power;
  return (
    <Figure
      name="organs"
      title={`Organs of force, ${dayName(page.days[day]!)}`}
      note="Share of each organ that follows the incumbent, 0 to 100%, by day; with the most frequent commander."
      legend={[
        { color: MEDIAN, label: "median", mark: "line" },
        { color: BAND, label: "90% of the runs" },
      ]}
      dataset="organs"
      table={() => ({
        columns: ["organ", "people", "day", "median", "5%", "95%", "runs in which most follow"],
        rows: organs.flatMap((organ) =>
          page.days.map((iso, at) => [
            organ.title, organ.strength, iso, organ.loyalty.median[at], organ.loyalty.low[at],
            organ.loyalty.high[at], organ.with_incumbent[at],
          ]),
        ),
      })}
    >
      <div ref={ref}>
        <svg class="chart" width={width} height={organs.length * ROW} role="img" aria-label="Organs of force by day">
          {organs.map((organ, index) => {
            const who = width > 420 ? commander(page, organ, day) : "";
            const words = `${who}most with him in ${percent(organ.with_incumbent[day])}`;
            return (
              <Lane
                key={organ.id}
                title={beside(`${organ.title}, ${number(organ.strength)}`, words, width)}
                words={words}
                band={organ.loyalty}
                y={index * ROW}
                width={width}
                low={0}
                high={1}
                day={day}
              />
            );
          })}
        </svg>
      </div>
    </Figure>
  );
}

function commander(page: Page, organ: Organ, day: number): string {
  const office = page.power.offices.find((item) => item.id === organ.office);
  const top = office && [...office.holders].sort((a, b) => (b.share[day] ?? 0) - (a.share[day] ?? 0))[0];
  if (!top) return "";
  const name = nameOf(page, top.figure).split(" ").at(-1);
  return `${name} ${percent(top.share[day])}; `;
}
