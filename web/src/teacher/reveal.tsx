import { Fan } from "../charts/fan";
import { Figure } from "../charts/figure";
import { Icons } from "../charts/icons";
import { crowdScale } from "../charts/ticks";
import type { Page } from "../page";
import { BAND, MEDIAN, outcomeColor, RECORD } from "../numbers/colors";
import { day as dayName, number, percent, percentRange } from "../numbers/format";
import { OutcomeList } from "../parts/outcome_list";
import { useWorkbench } from "../state/context";
import type { Game } from "./game";

/** What the engine answered so far; after the last day also what the record says. */
export function Reveal({ game, page }: { game: Game; page: Page }) {
  const { street, outcomes } = page;
  const record = game.finished ? street.record : [];
  const single = street.runs.flatMap((run) => run.values);
  const { top, ticks } = crowdScale([...street.total.high, ...single, ...record.map((row) => row.high)]);
  const rank = new Map(outcomes.map((outcome) => [outcome.name, outcome.rank]));
  const until = page.days.findLastIndex((_, at) => street.total.median[at] !== null);
  return (
    <section aria-label="What happens">
      <h2 class="section">
        {game.finished ? "How it ended" : `What happens until ${dayName(page.days[Math.max(0, until)]!)}`}
      </h2>
      <div class="columns">
        <div>
          {game.finished && <p class="lead">{page.sentence}</p>}
          <OutcomeList outcomes={outcomes} preview={null} compare={null} />
          <Icons outcomes={outcomes} shares={outcomes.map((item) => item.share)} />
          <Predictions game={game} page={page} />
        </div>
        <Figure
          name="game-streets"
          title="People in the streets of the country"
          note={game.finished ? "Log scale, with the record." : "Log scale. The record is shown at the end."}
          legend={[
            { color: MEDIAN, label: "median", mark: "line" },
            { color: BAND, label: "90% of the runs" },
            ...(record.length ? [{ color: RECORD, label: "record", mark: "ring" as const }] : []),
          ]}
          table={() => ({
            columns: ["day", "median", "5%", "95%"],
            rows: page.days.map((iso, at) => [iso, street.total.median[at], street.total.low[at], street.total.high[at]]),
          })}
        >
          <Fan
            label="People in the streets by day"
            days={page.days}
            band={street.total}
            runs={street.runs.map((run) => ({
              values: run.values,
              color: outcomeColor(rank.get(run.outcome) ?? 0, outcomes.length),
            }))}
            record={record}
            log
            top={top}
            ticks={ticks}
          />
        </Figure>
      </div>
      {game.finished && <Record page={page} />}
    </section>
  );
}

/** Predictions of each day beside the shares that came. */
function Predictions({ game, page }: { game: Game; page: Page }) {
  const [{ baseline }] = useWorkbench();
  const titles = new Map(
    baseline.roles.flatMap((role) => role.options.map((option) => [`${role.id} ${option.id}`, option.title])),
  );
  const roles = new Map(baseline.roles.map((role) => [role.id, role.title]));
  const shares = new Map(page.outcomes.map((item) => [item.name, item]));
  return (
    <>
      <h3 class="section">Predictions and choices</h3>
      <ul class="chains">
        {game.turns.map((turn) => {
          const guess = turn.prediction && shares.get(turn.prediction.outcome);
          return (
            <li key={turn.date}>
              <b>{dayName(turn.date)}</b>{" "}
              {guess && `The class expected: ${guess.label.toLowerCase()}; now in ${percent(guess.share)} of runs (${percentRange(guess.low, guess.high)}).`}{" "}
              {turn.prediction?.peak !== undefined && turn.prediction.peak !== null && `Fullest day: ${number(turn.prediction.peak)} people.`}{" "}
              {turn.choices
                .filter((choice) => choice.option !== "nothing")
                .map((choice) => `${roles.get(choice.role)}: ${titles.get(`${choice.role} ${choice.option}`) ?? choice.option}.`)
                .join(" ")}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What was recorded, once nothing can be guessed any more. */
function Record({ page }: { page: Page }) {
  return (
    <>
      <h2 class="section">What the record says</h2>
      <ul class="chains">
        {page.street.events.map((event) => (
          <li key={event.id}>
            <b>{event.title}.</b> {event.text} Confidence: {event.confidence}.
          </li>
        ))}
      </ul>
    </>
  );
}
