import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import type { Belief, Evidence, Explained } from "../explained";
import { dayOf, known, number, points } from "../numbers/format";
import { useWorkbench } from "../state/context";

const FIRST = 15;
/** Beyond this a ratio says no more than that it is large. */
const LARGE = 100;

interface Props {
  answer: Explained;
  /** Observations that are ticked, to be left out. */
  out: string[];
  onOut: (out: string[]) => void;
  weigh: ((out: string[]) => void) | null;
}

type View = "ratio" | "without";

const NOTES: Record<View, string> = {
  ratio:
    "How many times likelier the observation is if the explanation holds than if it does not: ×2 speaks for it, ÷2 against it, = for neither.",
  without: "By how many points each probability changes if this one observation is left out.",
};

/** What each observation says of each explanation, the most telling rows first. */
export function EvidenceMatrix({ answer, out, onOut, weigh }: Props) {
  const [{ page }] = useWorkbench();
  const [all, setAll] = useState(false);
  const [view, setView] = useState<View>("ratio");
  const rivals = answer.explanations.filter((item) => item.testable);
  const canLeaveOut = answer.evidence.some((row) => row.without);
  const shown = view === "without" && !canLeaveOut ? "ratio" : view;
  const size = shown === "ratio" ? telling : (row: Evidence) => moving(row, rivals);
  const sorted = [...answer.evidence].sort((a, b) => size(b) - size(a));
  const rows = all ? sorted : sorted.slice(0, FIRST);
  const own = rows.some((row) => row.only_with?.length);
  const toggle = (name: string) =>
    onOut(out.includes(name) ? out.filter((item) => item !== name) : [...out, name]);
  return (
    <Figure
      name="evidence"
      title="Which observations tell the explanations apart"
      note={`${NOTES[shown]} Tick one to see above what remains without it.${own ? " *: it could not have been observed without this explanation." : ""}`}
      picture={false}
      table={() => ({
        columns: ["observation", "date", ...rivals.map((item) => item.title), ...rivals.map((item) => `without: ${item.title}`)],
        rows: sorted.map((row) => [
          row.title ?? row.observation, row.date,
          ...rivals.map((item) => row.likelihood_ratio[item.name]),
          ...rivals.map((item) => row.without?.[item.name]),
        ]),
      })}
    >
      {canLeaveOut && (
        <div class="segmented" role="group" aria-label="What the table shows">
          <button type="button" aria-pressed={shown === "ratio"} onClick={() => setView("ratio")}>
            Likelihood ratio
          </button>
          <button type="button" aria-pressed={shown === "without"} onClick={() => setView("without")}>
            Left out singly
          </button>
        </div>
      )}
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Evidence matrix">
        <table class="data matrix">
          <thead>
            <tr>
              <th scope="col" class="tick">Leave out</th>
              <th scope="col" class="observed">Observation</th>
              {rivals.map((item) => (
                <th key={item.name} scope="col" class="rival">
                  {item.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.observation} class={out.includes(row.observation) ? "left-out" : undefined}>
                <td class="tick">
                  <input
                    type="checkbox"
                    checked={out.includes(row.observation)}
                    aria-label={`Leave out: ${row.title ?? row.observation}${row.date ? `, ${dayOf(row.date, page.scenario.start)}` : ""}`}
                    onChange={() => toggle(row.observation)}
                  />
                </td>
                <td class="observed">
                  {row.title ?? row.observation.replace(/_/g, " ")}
                  <span class="quiet-text">
                    {row.value ? `: ${row.value}` : ""}
                    {row.date ? `, ${dayOf(row.date, page.scenario.start)}` : ""}
                  </span>
                </td>
                {rivals.map((item) => (
                  <Cell key={item.name} row={row} item={item} view={shown} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="buttons">
        {!all && sorted.length > FIRST && (
          <button type="button" onClick={() => setAll(true)}>
            All {sorted.length} observations
          </button>
        )}
        {weigh && out.length > 0 && (
          <button type="button" class="main" onClick={() => weigh(out)}>
            Weigh again without {out.length === 1 ? "it" : `these ${out.length}`}
          </button>
        )}
      </div>
    </Figure>
  );
}

function Cell({ row, item, view }: { row: Evidence; item: Belief; view: View }) {
  const mark = row.only_with?.includes(item.name) ? "*" : "";
  if (view === "without") {
    const move = moveOf(row, item);
    return <td class={`ratio ${strength(move === null ? 0 : -move, 0.01, 0.05, 0.15)}`}>{move === null ? "–" : points(move)}{mark}</td>;
  }
  const ratio = row.likelihood_ratio[item.name];
  const log = known(ratio) && ratio > 0 ? Math.log(ratio) : 0;
  return <td class={`ratio ${strength(log, 0.15, 0.5, 1.1)}`}>{times(ratio)}{mark}</td>;
}

/** Change of a probability when an observation is left out; null where it is not known. */
function moveOf(row: Evidence, item: Belief): number | null {
  const now = row.without?.[item.name];
  return known(now) && known(item.probability) ? now - item.probability : null;
}

const telling = (row: Evidence): number =>
  Object.values(row.likelihood_ratio).reduce<number>(
    (sum, ratio) => sum + (known(ratio) && ratio > 0 ? Math.abs(Math.log(ratio)) : 0),
    0,
  );

const moving = (row: Evidence, rivals: Belief[]): number =>
  Math.max(0, ...rivals.map((item) => Math.abs(moveOf(row, item) ?? 0)));

function times(ratio: number | null | undefined): string {
  if (!known(ratio)) return "–";
  if (Math.abs(Math.log(ratio)) < 0.05) return "=";
  if (ratio > LARGE) return `×>${LARGE}`;
  if (ratio < 1 / LARGE) return `÷>${LARGE}`;
  return ratio > 1 ? `×${number(ratio, 2)}` : `÷${number(1 / ratio, 2)}`;
}

/** Shade of a cell: how far what it says speaks for the explanation, or against it. */
function strength(value: number, ...steps: [number, number, number]): string {
  const step = steps.filter((least) => Math.abs(value) >= least).length;
  if (step === 0) return "";
  return value > 0 ? `for-${step}` : `against-${step}`;
}
