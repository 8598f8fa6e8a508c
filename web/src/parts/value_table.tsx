import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { titlesOf, type Candidate, type Finding, type Verified } from "../explained";
import { number, percent, points, signed } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { GuardBox } from "./guard_box";

const FIRST = 5;
const MOST_MOVED = 3;
/** Move of a probability from which it is told. */
const LEAST_MOVE = 0.02;

const KINDS: Record<Candidate["kind"], string> = {
  claim: "claim",
  row: "doubtful row of the record",
  new: "not measured by anybody",
};

/** What to check first: what would be found, and how the explanations would move. */
export function ValueTable({ answer }: { answer: Verified }) {
  const [all, setAll] = useState(false);
  const [kind, setKind] = useState<Candidate["kind"] | "">("");
  const judged = answer.candidates.filter((item) => !item.bound && (item.clear || item.kind === "claim"));
  const found = judged.filter((item) => kind === "" || item.kind === kind);
  const rows = all ? found : found.slice(0, FIRST);
  const unclear = answer.candidates.filter((item) => !item.bound && !item.clear).length;
  return (
    <Figure
      name="verify"
      title="What to check first"
      note={`Value of information: expected gain about ${answer.for === "explanations" ? "all explanations together" : answer.for}, in ${answer.unit === "bit" ? "bits" : "shares of the variance"}, with its 90% range; a question mark: it may be zero. ${number(answer.judged)} things were judged on ${number(answer.simulations)} simulated worlds, ${number(answer.unjudged)} could not be${unclear ? `; of ${number(unclear)} listed ones the value cannot be distinguished from zero` : ""}.`}
      picture={false}
      table={() => ({
        columns: ["check", "kind", "value of information", "low", "high", "would be found", "probability", "and would move"],
        rows: found.flatMap((item) =>
          item.findings.map((part) => [
            item.title, KINDS[item.kind], item.value_of_information.value, item.value_of_information.low, item.value_of_information.high, part.label,
            part.probability, Object.entries(part.moves ?? {}).map(([name, move]) => `${name} ${move}`).join("; "),
          ]),
        ),
      })}
    >
      <GuardBox guard={answer.guard} />
      <label class="field inline">
        Show
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Candidate["kind"])}>
          <option value="">everything</option>
          {(Object.keys(KINDS) as Candidate["kind"][]).map((name) => (
            <option key={name} value={name}>
              {KINDS[name]}
            </option>
          ))}
        </select>
      </label>
      {found.length === 0 && <p class="note">Nothing of this kind can be told from zero.</p>}
      {found.length > 0 && (
        <div class="scroll tall" tabIndex={0} role="region" aria-label="What to check first">
          <table class="data cards">
            <thead>
              <tr>
                <th scope="col">Check</th>
                <th scope="col" class="n">Worth (90%)</th>
                <th scope="col">Would be found, and would move</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((item) => (
                <tr key={item.kind + item.name}>
                  <td>
                    {item.title}
                    <span class="quiet-text block">{KINDS[item.kind]}</span>
                  </td>
                  <td class="n" data-label="Value of information">
                    {valueInWords(item)}
                  </td>
                  <td>
                    <Findings findings={item.findings} unit={answer.unit} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!all && found.length > FIRST && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          All {found.length}
        </button>
      )}
    </Figure>
  );
}

/** '0.41 (0.30 to 0.50)'; of a claim without a reading only the most is known. */
export function valueInWords(item: Pick<Candidate, "value_of_information" | "clear" | "bound">): string {
  const { value, low, high } = item.value_of_information;
  if (item.bound) return `at most ${bits(high)}`;
  return `${bits(value)} (${bits(low)} to ${bits(high)})${item.clear === false ? "?" : ""}`;
}

/** Finer than a hundredth of a bit is noise. */
const bits = (value: number): string => (value > 0 && value < 0.005 ? "<0.01" : value.toFixed(2));

/** Each thing that checking may find: how probable, and how the explanations would move. */
export function Findings({ findings, unit }: { findings: Finding[]; unit: string }) {
  const [{ page }] = useWorkbench();
  const titles = titlesOf(page);
  return (
    <ul class="findings">
      {findings.map((part) => (
        <li key={part.label}>
          <b>{percent(part.probability)}</b> {part.label}
          <span class="quiet-text">: {moves(part, titles, unit)}</span>
        </li>
      ))}
    </ul>
  );
}

function moves(part: Finding, titles: Map<string, string>, unit: string): string {
  const ranked = Object.entries(part.moves ?? {}).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  if (unit !== "bit") return ranked.map(([, value]) => `median ${signed(value)}`).join(", ") || "hardly anything";
  const told = ranked
    .filter(([, value]) => Math.abs(value) >= LEAST_MOVE)
    .slice(0, MOST_MOVED)
    .map(([name, value]) => {
      const after = part.after?.[name];
      return `${titles.get(name) ?? name} ${points(value)}${after === undefined ? "" : ` to ${percent(after)}`}`;
    });
  return told.join(", ") || "hardly anything";
}
