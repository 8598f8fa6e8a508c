import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import type { Claim } from "../page";
import { BAND, MEDIAN } from "../numbers/colors";
import { dayOf, known, percent } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { valueOf } from "./claim_value";
import { valueInWords } from "./value_table";

const WIDTH = 84;

type Order = "date" | "truth" | "value";

/** The ledger. */
export function ClaimsTable({ chosen, onChoose }: { chosen: string; onChoose: (id: string) => void }) {
  const [{ page }] = useWorkbench();
  const [order, setOrder] = useState<Order>("date");
  const valued = page.claims.claims.some((claim) => valueOf(claim));
  const rows = [...page.claims.claims].sort(by[order]);
  return (
    <Figure
      name="claims"
      title={`${rows.length} claims`}
      note="Probability true is a reading of the record with its range, before the runs."
      picture={false}
      dataset="claims"
      table={() => ({
        columns: [
          "claim", "speaker", "date", "retracted", "coerced", "source grade", "information grade",
          "probability true", "low", "high", "bears on", "value of verifying",
        ],
        rows: rows.map((claim) => [
          claim.title, claim.speaker, claim.date, claim.retracted, claim.coerced, claim.source_grade,
          claim.information_grade, claim.credibility.median, claim.credibility.low, claim.credibility.high,
          claim.bears_on.join("; "), valueOf(claim)?.value_of_information.value,
        ]),
      })}
    >
      <label class="field inline">
        Order
        <select value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
          <option value="date">by date</option>
          <option value="truth">by probability true</option>
          {valued && <option value="value">by value of verifying</option>}
        </select>
      </label>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Ledger of claims">
        <table class="data cards ledger">
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">Source</th>
              <th scope="col">Information</th>
              <th scope="col">Probability true</th>
              {valued && <th scope="col" class="n">Worth</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((claim) => (
              <tr key={claim.id} class={claim.id === chosen ? "chosen" : undefined}>
                <td>
                  <button
                    type="button"
                    class="plain text"
                    aria-pressed={claim.id === chosen}
                    onClick={() => onChoose(claim.id)}
                  >
                    {claim.title}
                  </button>
                  <span class="speaker">
                    {claim.speaker}, {dayOf(claim.date, page.scenario.start)}
                    {claim.retracted && <Tag>retracted {dayOf(claim.retracted, page.scenario.start)}</Tag>}
                    {claim.coerced && <Tag>coerced</Tag>}
                  </span>
                </td>
                <td data-label="Source">{claim.source_grade}</td>
                <td data-label="Information">{claim.information_grade}</td>
                <td data-label="Probability true">
                  <Truth claim={claim} />
                </td>
                {valued && (
                  <td class="n value" data-label="Value of information">
                    <Worth claim={claim} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

const by: Record<Order, (a: Claim, b: Claim) => number> = {
  date: (a, b) => a.date.localeCompare(b.date),
  truth: (a, b) => (b.credibility.median ?? 0) - (a.credibility.median ?? 0),
  value: (a, b) => valueIn(b) - valueIn(a),
};

/** A claim of which only the most is known comes after those whose value is known. */
function valueIn(claim: Claim): number {
  const found = valueOf(claim);
  return !found ? -2 : found.bound ? -1 : found.value_of_information.value;
}

function Worth({ claim }: { claim: Claim }) {
  const found = valueOf(claim);
  if (!found) return <>–</>;
  const [value, range] = valueInWords(found).split(/ (?=\()/);
  return (
    <>
      {value} {range && <span class="quiet-text block">{range}</span>}
    </>
  );
}

const Tag = ({ children }: { children: preact.ComponentChildren }) => <span class="tag">{children}</span>;

function Truth({ claim }: { claim: Claim }) {
  const { median, low, high } = claim.credibility;
  if (!known(median) || !known(low) || !known(high)) return <>–</>;
  return (
    <span class="truth">
      <svg width={WIDTH} height="12" aria-hidden="true">
        <rect width={WIDTH} y="5" height="2" fill="#e4e9ec" />
        <rect x={low * WIDTH} width={Math.max(2, (high - low) * WIDTH)} y="2" height="8" fill={BAND} />
        <rect x={Math.min(WIDTH - 3, median * WIDTH)} width="3" height="12" fill={MEDIAN} />
      </svg>
      {percent(median)}
    </span>
  );
}
