import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import type { Page, RecordRow } from "../page";
import { capital, dayOf, known, number, percent, plainName } from "../numbers/format";
import { useWorkbench } from "../state/context";

const FIRST = 12;

/** Every observation beside the runs. */
export function RecordTable() {
  const [{ page }] = useWorkbench();
  const [words, setWords] = useState("");
  const [outside, setOutside] = useState(false);
  const [all, setAll] = useState(false);
  const { record } = page.method;
  const found = record.filter(
    (row) =>
      (!outside || row.inside === false) &&
      `${row.measure} ${row.place} ${row.date ?? ""}`.replace(/_/g, " ").toLowerCase().includes(words.toLowerCase()),
  );
  const names = placeNames(page);
  const rows = all ? found : found.slice(0, FIRST);
  const told = (value: unknown) => said(value, page.scenario.start);
  return (
    <Figure
      name="record"
      title="The record beside the runs"
      note="Inside: the observation, or its range, meets the middle 90% of the runs."
      picture={false}
      dataset="record"
      table={() => ({
        columns: ["observation", "measure", "place", "date", "use", "unit", "confidence", "observed", "low", "high", "5%", "50%", "95%", "inside"],
        rows: found.map((row) => [
          row.id, row.measure, row.place, row.date, row.use, row.unit, row.confidence,
          cell(row.observed.value), cell(row.observed.low), cell(row.observed.high),
          cell(row.simulated.p5), cell(row.simulated.p50), cell(row.simulated.p95), row.inside,
        ]),
      })}
    >
      <div class="filters">
        <label>
          Find <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={outside} onChange={(event) => setOutside(event.currentTarget.checked)} />
          outside only
        </label>
        <span class="note">
          {found.length} of {record.length}
        </span>
      </div>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Record beside runs">
        <table class="data cards">
          <thead>
            <tr>
              <th scope="col">Observation</th>
              <th scope="col">Date</th>
              <th scope="col" class="n">Record</th>
              <th scope="col" class="n">Runs: median (90%)</th>
              <th scope="col">Inside</th>
              <th scope="col">Use</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  {capital(plainName(row.measure))}, {names.get(row.place) ?? plainName(row.place)}
                </td>
                <td class="date" data-label="Date">{row.date ? dayOf(row.date, page.scenario.start) : ""}</td>
                <td class="n" data-label="Record">{told(row.observed.value)}</td>
                <td class="n" data-label="Runs">{simulated(row, told)}</td>
                <td>{row.inside === null ? "not run" : row.inside ? "✓ inside" : "✗ outside"}</td>
                <td data-label="Use">{row.use}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!all && found.length > FIRST && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          All {found.length} observations
        </button>
      )}
    </Figure>
  );
}

const placeNames = (page: Page): Map<string, string> =>
  new Map(
    [...page.map.regions, ...page.map.cities, ...page.power.figures].map((item) => [item.id, item.name]),
  );

const cell = (value: unknown) =>
  typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;

function said(value: unknown, start: string): string {
  if (typeof value === "number") return number(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "string") return "never";
  if (!/^\d{4}-\d\d-\d\d/.test(value)) return value;
  const hour = value.split("T")[1]?.slice(0, 2);
  return `${dayOf(value, start)}${hour ? ` ${Number(hour)}h` : ""}`;
}

function simulated(row: RecordRow, told: (value: unknown) => string): string {
  const { p5, p50, p95, share } = row.simulated;
  if (known(share as number | null)) return `${percent(share as number)} of runs`;
  if (p50 === undefined) return "–";
  return `${told(p50)} (${told(p5)} to ${told(p95)})`;
}
