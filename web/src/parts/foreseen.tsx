import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import type { GuardRails } from "../explained";
import { dayOf, known, number, percent, percentRange, range } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Missing } from "./missing";

interface Chance {
  title: string;
  probability: number[];
  low: number[];
  high: number[];
  luck: (number | null)[];
}

interface Amount {
  title: string;
  kind: string;
  p5: (number | null)[];
  p50: (number | null)[];
  p95: (number | null)[];
  luck: (number | null)[];
}

interface Foreseen {
  from: string;
  days: string[];
  simulations: number;
  worlds: { run: number; effective: number; branches: number };
  known: { rows: number };
  guard: GuardRails;
  outcomes: Record<string, Chance>;
  events: Record<string, Chance>;
  amounts: Record<string, Amount>;
}

/** What could be foreseen on a day from what was known by then. */
export function ForeseenFigure() {
  const [{ page }] = useWorkbench();
  const found = page.foreseen as Foreseen | null;
  const [at, setAt] = useState<number | null>(null);
  if (!found) return <Missing command="foresee" what="what could be foreseen on a day of the crisis" />;
  const { days } = found;
  const position = at ?? days.length - 1;
  const name = (iso: string) => dayOf(iso, page.scenario.start);
  const told = (row: Amount, values: (number | null)[]) => {
    const value = values[position] ?? null;
    return row.kind === "count" && value !== null ? Math.round(value) : value;
  };
  const groups = [
    { title: "How it stands", rows: Object.values(found.outcomes) },
    { title: "What has come", rows: Object.values(found.events) },
  ];
  return (
    <Figure
      name="foreseen"
      title={`Foreseen from ${name(found.from)}: how it stands on ${name(days[position]!)}`}
      note={`From ${number(found.known.rows)} observations that were known by then; ${number(found.worlds.run)} worlds like the record so far, ${number(found.worlds.branches)} runs of each. Luck: share of the spread that nothing known on that day could take away.`}
      picture={false}
      table={() => ({
        columns: ["what", "day", "probability or median", "low", "high", "luck"],
        rows: [...Object.values(found.outcomes), ...Object.values(found.events)]
          .flatMap((row) => days.map((day, n) => [row.title, day, row.probability[n], row.low[n], row.high[n], row.luck[n]]))
          .concat(Object.values(found.amounts).flatMap((row) => days.map((day, n) => [row.title, day, row.p50[n], row.p5[n], row.p95[n], row.luck[n]]))) as (string | number | null)[][],
      })}
    >
      {!found.guard.ok && (
        <div class="warning">
          <p>
            <strong>Worlds of the model, not odds to rely on.</strong> A guard rail failed:
          </p>
          <ul>
            {found.guard.failures.map((failure) => (
              <li key={failure}>{failure}</li>
            ))}
          </ul>
        </div>
      )}
      <div class="day-slider">
        <span>Day</span>
        <input
          type="range" min={0} max={days.length - 1} step={1} value={position}
          aria-label="Day that is foreseen" aria-valuetext={name(days[position]!)}
          onInput={(event) => setAt(Number(event.currentTarget.value))}
        />
        <output>{name(days[position]!)}</output>
      </div>
      <div class="columns">
        {groups.map((group) => (
          <table class="data" key={group.title}>
            <thead>
              <tr>
                <th scope="col">{group.title}</th>
                <th scope="col" class="n">Probability (90%)</th>
                <th scope="col" class="n">Luck</th>
              </tr>
            </thead>
            <tbody>
              {group.rows.map((row) => (
                <tr key={row.title}>
                  <td>{row.title}</td>
                  <td class="n">
                    {percent(row.probability[position])}{" "}
                    <span class="quiet-text">({percentRange(row.low[position], row.high[position])})</span>
                  </td>
                  <td class="n">{known(row.luck[position]) ? percent(row.luck[position]) : "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">How much</th>
            <th scope="col" class="n">Median (90%)</th>
            <th scope="col" class="n">Luck</th>
          </tr>
        </thead>
        <tbody>
          {Object.values(found.amounts).map((row) => (
            <tr key={row.title}>
              <td>{row.title.charAt(0).toUpperCase() + row.title.slice(1)}</td>
              <td class="n">
                {number(told(row, row.p50))}{" "}
                <span class="quiet-text">({range(told(row, row.p5), told(row, row.p95))})</span>
              </td>
              <td class="n">{known(row.luck[position]) ? percent(row.luck[position]) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
