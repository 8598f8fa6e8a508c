import { Figure } from "../charts/figure";
import type { Explained, ShareRange } from "../explained";
import { number, percent, percentRange } from "../numbers/format";

/** What each explanation did: needed, enough, and its share of what happened. */
export function EffectsTable({ answer }: { answer: Explained }) {
  const measures = [...new Set(answer.explanations.flatMap((item) => Object.keys(item.share ?? {})))];
  const rows = [...answer.explanations].sort((a, b) => (b.probability ?? -1) - (a.probability ?? -1));
  const { again } = answer;
  if (!again) return <p class="note">Necessity and shares need worlds that are run again; none were.</p>;
  return (
    <Figure
      name="effects"
      title="What each one did"
      note={`Outcome: ${again.outcome}. ${number(again.worlds)} worlds like the record, run again in ${number(again.runs)} runs. Needed: without it the outcome does not come. Enough: with it alone the outcome comes. Shares of what happened are in percent, with their error.`}
      picture={false}
      table={() => ({
        columns: ["explanation", "necessity", "low", "high", "sufficiency", "low ", "high ", ...measures],
        rows: rows.map((item) => [
          item.title, item.necessity?.value, item.necessity?.low, item.necessity?.high,
          item.sufficiency?.value, item.sufficiency?.low, item.sufficiency?.high,
          ...measures.map((name) => item.share?.[name]?.value),
        ]),
      })}
    >
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Necessity, sufficiency and shares">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Explanation</th>
              <th scope="col" class="n">Needed</th>
              <th scope="col" class="n">Enough</th>
              {measures.map((name) => (
                <th key={name} scope="col" class="n">
                  of {name.replace(/^peak_/, "").replace(/_/g, " ")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => (
              <tr key={item.name}>
                <td>{item.title}</td>
                <td class="n"><Share item={item.necessity} /></td>
                <td class="n"><Share item={item.sufficiency} /></td>
                {measures.map((name) => {
                  const found = item.share?.[name];
                  return (
                    <td key={name} class="n">
                      {found ? percent(found.value) : "–"}
                      {found && <span class="quiet-text block">±{Math.round(found.error * 100)}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function Share({ item }: { item: ShareRange | null }) {
  if (!item) return <>–</>;
  return (
    <>
      {percent(item.value)} <span class="quiet-text block">{percentRange(item.low, item.high)}</span>
    </>
  );
}
