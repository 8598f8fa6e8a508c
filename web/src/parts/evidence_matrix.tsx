import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import type { Evidence, Explained } from "../explained";
import { day as dayName, known, number, percent, points } from "../numbers/format";

const FIRST = 15;
/** Beyond this a ratio says no more than that it is large. */
const LARGE = 100;

interface Props {
  answer: Explained;
  weigh: ((out: string[]) => void) | null;
}

/** Likelihood ratio of each observation for each explanation, the most telling rows first. */
export function EvidenceMatrix({ answer, weigh }: Props) {
  const [all, setAll] = useState(false);
  const [out, setOut] = useState<string[]>([]);
  const rivals = answer.explanations.filter((item) => item.testable);
  const sorted = [...answer.evidence].sort((a, b) => telling(b) - telling(a));
  const rows = all ? sorted : sorted.slice(0, FIRST);
  const single = out.length === 1 ? sorted.find((row) => row.observation === out[0]) : undefined;
  const toggle = (name: string) =>
    setOut(out.includes(name) ? out.filter((item) => item !== name) : [...out, name]);
  return (
    <Figure
      name="evidence"
      title="Which observations tell the explanations apart"
      note="How many times likelier the observation is if the explanation holds than if it does not: ×2 speaks for it, ÷2 against it, = for neither. Tick an observation to see what remains without it."
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
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Evidence matrix">
        <table class="data matrix">
          <thead>
            <tr>
              <th scope="col">Without</th>
              <th scope="col">Observation</th>
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
                <td>
                  <input
                    type="checkbox"
                    checked={out.includes(row.observation)}
                    aria-label={`Leave out: ${row.title ?? row.observation}`}
                    onChange={() => toggle(row.observation)}
                  />
                </td>
                <td>
                  {row.title ?? row.observation.replace(/_/g, " ")}
                  <span class="quiet-text">
                    {row.value ? `: ${row.value}` : ""}
                    {row.date ? `, ${dayName(row.date)}` : ""}
                  </span>
                </td>
                {rivals.map((item) => {
                  const ratio = row.likelihood_ratio[item.name];
                  return (
                    <td key={item.name} class={`ratio ${shade(ratio)}`}>
                      {times(ratio)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
          {single?.without && (
            <tfoot>
              <tr>
                <td />
                <th scope="row">Probability without it</th>
                {rivals.map((item) => {
                  const now = single.without![item.name];
                  return (
                    <td key={item.name} class="ratio">
                      <strong>{percent(now)}</strong>
                      {known(now) && known(item.probability) && <> ({points(now - item.probability)})</>}
                    </td>
                  );
                })}
              </tr>
            </tfoot>
          )}
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

const telling = (row: Evidence): number =>
  Object.values(row.likelihood_ratio).reduce<number>(
    (sum, ratio) => sum + (known(ratio) && ratio > 0 ? Math.abs(Math.log(ratio)) : 0),
    0,
  );

function times(ratio: number | null | undefined): string {
  if (!known(ratio)) return "–";
  if (Math.abs(Math.log(ratio)) < 0.05) return "=";
  if (ratio > LARGE) return `×>${LARGE}`;
  if (ratio < 1 / LARGE) return `÷>${LARGE}`;
  return ratio > 1 ? `×${number(ratio, 2)}` : `÷${number(1 / ratio, 2)}`;
}

function shade(ratio: number | null | undefined): string {
  if (!known(ratio) || ratio <= 0) return "";
  const size = Math.abs(Math.log(ratio));
  if (size < 0.15) return "";
  const step = size > 1.1 ? 3 : size > 0.5 ? 2 : 1;
  return ratio > 1 ? `for-${step}` : `against-${step}`;
}
