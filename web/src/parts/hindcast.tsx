import { Figure } from "../charts/figure";
import { dayOf, known, number, percent } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Missing } from "./missing";

type Scores = Record<string, number | null>;

interface Scored {
  from: string;
  guard: { ok: boolean; failures: string[] };
  log_score: Record<string, Scores>;
  crps: Record<string, Scores>;
  coverage90: number | null;
  questions?: { name: string; happened: string; score: Scores; chance: Scores | null }[];
}

const FORECASTERS: Record<string, string> = {
  ours: "this model",
  prior: "the model without the record",
  persistence: "all stays as it is",
  pace: "all goes on at its pace",
};

/** Scores of what could have been foreseen from several days, beside simple forecasters. */
export function Hindcast() {
  const [{ page }] = useWorkbench();
  const days = (page.method.hindcast as { days: Scored[] } | null)?.days;
  if (!days) return <Missing command="foresee --hindcast" what="how well the rest could be foreseen from each day" />;
  const rows = days.flatMap((item) => Object.keys(FORECASTERS).map((who) => ({ item, who })));
  const name = (iso: string) => dayOf(iso, page.scenario.start);
  return (
    <Figure
      name="hindcast"
      title="Hindcast: foreseen from several days, and scored"
      note="Lower scores are better. Events: whether they come by the end; states: yes or no (both log scores). Counts: CRPS of logarithms. When: CRPS in days. Inside: share of amounts inside our 90% ranges."
      picture={false}
      table={() => ({
        columns: ["from", "forecaster", "events", "states", "counts", "when", "inside"],
        rows: rows.map(({ item, who }) => [
          item.from, who, item.log_score.events?.[who], item.log_score.states?.[who],
          item.crps.count?.[who], item.crps.time?.[who], who === "ours" ? item.coverage90 : null,
        ]),
      })}
    >
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Scores of the hindcast">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Forecaster</th>
              <th scope="col" class="n">Events</th>
              <th scope="col" class="n">States</th>
              <th scope="col" class="n">Counts</th>
              <th scope="col" class="n">When</th>
              <th scope="col" class="n">Inside</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ item, who }) => {
              const own = who === "ours";
              return (
                <tr key={item.from + who}>
                  <td>{own ? name(item.from) : ""}</td>
                  <td>{own ? <b>{FORECASTERS[who]}</b> : FORECASTERS[who]}</td>
                  <td class="n">{number(item.log_score.events?.[who], 2)}</td>
                  <td class="n">{number(item.log_score.states?.[who], 2)}</td>
                  <td class="n">{number(item.crps.count?.[who], 2)}</td>
                  <td class="n">{number(item.crps.time?.[who], 2)}</td>
                  <td class="n">{own && known(item.coverage90) ? percent(item.coverage90) : ""}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {days.flatMap((item) => item.guard.failures.map((failure) => (
        <p class="note" key={item.from + failure}>
          From {name(item.from)}, a guard rail fails: {failure}.
        </p>
      )))}
    </Figure>
  );
}
