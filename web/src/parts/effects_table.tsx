import { Figure } from "../charts/figure";
import type { Explained, ShareRange } from "../explained";
import { known, number, percent, percentRange } from "../numbers/format";

/** What each explanation did: needed, enough, and its share of what happened. */
export function EffectsTable({ answer }: { answer: Explained }) {
  const measures = [...new Set(answer.explanations.flatMap((item) => Object.keys(item.share ?? {})))];
  const rows = [...answer.explanations].sort((a, b) => (b.probability ?? -1) - (a.probability ?? -1));
  const { resimulation } = answer;
  if (!resimulation)
    return (
      <p class="note missing">
        What each one did is not known: that needs worlds that are run again, which explain does unless an
        observation is left out or --worlds 0 is given.
      </p>
    );
  return (
    <Figure
      name="effects"
      title="What each one did"
      note={`Outcome: ${resimulation.outcome}. ${number(resimulation.worlds)} worlds like the record, run again in ${number(resimulation.runs)} runs. Needed: share of the worlds with it in which the outcome fails without it. Enough: share in which the outcome comes with it alone. Then its share of what happened, with its standard error; below zero, it held that back.`}
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
        <table class="data cards">
          <thead>
            <tr>
              <th scope="col">Explanation</th>
              <th scope="col" class="n">Needed</th>
              <th scope="col" class="n">Enough</th>
              {measures.map((name) => (
                <th key={name} scope="col" class="n">
                  {of(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => (
              <tr key={item.name}>
                <td>{item.title}</td>
                <td class="n" data-label="Needed"><Share item={item.necessity} /></td>
                <td class="n" data-label="Enough"><Share item={item.sufficiency} /></td>
                {measures.map((name) => {
                  const found = item.share?.[name];
                  return (
                    <td key={name} class="n" data-label={of(name)}>
                      {known(found?.value) ? percent(found.value) : "none"}
                      {known(found?.error) && <span class="quiet-text block">±{found.error < 0.005 ? "<1" : number(found.error * 100, 2)}</span>}
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
  if (!item) return <>no such world</>;
  return (
    <>
      {percent(item.value)} <span class="quiet-text block">{percentRange(item.low, item.high)}</span>
    </>
  );
}

const of = (measure: string): string => `of ${measure.replace(/^peak_/, "").replace(/_/g, " ")}`;
