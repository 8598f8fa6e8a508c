import { Figure } from "../charts/figure";
import { Lane } from "../charts/lane";
import { useWidth } from "../charts/size";
import { titlesOf } from "../explained";
import type { Claim } from "../page";
import { BAND, MEDIAN } from "../numbers/colors";
import { day as dayName, percent, range } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Fact } from "./city_panel";
import { beside } from "./figures_chart";
import { SourceNote } from "./source_note";
import { valueOf } from "./claim_value";
import { Findings, valueInWords } from "./value_table";

const ROW = 52;

/** One claim: who believes it by day, what it bears on, and what verifying it would change. */
export function ClaimPanel({ claim }: { claim: Claim }) {
  const [{ page, day }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const { audiences, days } = page.claims;
  const titles = titlesOf(page);
  const found = valueOf(claim);
  const last = days.findLastIndex((at) => at <= day);
  const at = Math.max(0, last);
  return (
    <div class="panel sticky">
      <h2>{claim.title}</h2>
      <dl class="facts">
        <Fact name="Said by" value={claim.speaker} />
        <Fact name="Date" value={dayName(claim.date, true)} />
        {claim.retracted && <Fact name="Retracted" value={dayName(claim.retracted, true)} />}
        {claim.coerced && <Fact name="Given" value="under coercion" />}
        <Fact name="Made in runs" value={percent(claim.made)} />
        <Fact name="Independent report follows" value={percent(claim.checked)} />
        <Fact
          name="Bears on"
          value={claim.bears_on.map((name) => titles.get(name) ?? name.replace(/-/g, " ")).join(", ") || "no explanation"}
        />
        <Fact
          name="Value of verifying"
          value={found ? `${valueInWords(found)} bits` : "not computed"}
        />
      </dl>
      {found && found.findings.length > 0 && (
        <section aria-label="If it were checked">
          <h3>If it were checked</h3>
          <Findings findings={found.findings} unit="bit" />
        </section>
      )}
      <Figure
        name={`belief-${claim.id}`}
        title={`Who believes it, by day (${dayName(page.days[days[at]!]!)})`}
        note="Belief of each audience, 0 to 100%."
        legend={[
          { color: MEDIAN, label: "median", mark: "line" },
          { color: BAND, label: "90% of the runs" },
        ]}
        dataset="beliefs"
        table={() => ({
          columns: ["audience", "day", "median", "5%", "95%"],
          rows: claim.beliefs.flatMap((item) =>
            days.map((position, index) => [
              item.audience, page.days[position], item.belief.median[index], item.belief.low[index],
              item.belief.high[index],
            ]),
          ),
        })}
      >
        <div ref={ref}>
          <svg class="chart" width={width} height={claim.beliefs.length * ROW} role="img" aria-label="Belief by audience and day">
            {claim.beliefs.map((item, index) => {
              const title = audiences.find((who) => who.id === item.audience)?.title ?? item.audience;
              const words = `${percent(item.belief.median[at])} (${range((item.belief.low[at] ?? 0) * 100, (item.belief.high[at] ?? 0) * 100, 2)})`;
              return (
                <Lane
                  key={item.audience}
                  title={beside(title, words, width)}
                  words={words}
                  band={item.belief}
                  y={index * ROW}
                  width={width}
                  low={0}
                  high={1}
                  day={at}
                  height={24}
                />
              );
            })}
          </svg>
        </div>
      </Figure>
      <SourceNote at={claim.source} />
    </div>
  );
}
