import type { Explained } from "../explained";
import { percent, percentRange } from "../numbers/format";

/** Probabilities without the observations that could not have been made if an explanation did not hold. */
export function OwnEvidence({ answer }: { answer: Explained }) {
  const titles = new Map(answer.evidence.map((row) => [row.observation, row.title ?? row.observation]));
  const rows = answer.explanations.filter((item) => item.without_tautological_evidence && item.tautological_evidence?.length);
  if (!rows.length) return null;
  return (
    <section class="figure" aria-label="Evidence of its own">
      <h2>Without evidence of its own</h2>
      <p class="note">
        Some observations could not have been made if an explanation did not hold. They say that it was at
        work, not what it did; so here it stands without them.
      </p>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Probabilities without evidence of its own">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Explanation</th>
              <th scope="col" class="n">With all</th>
              <th scope="col" class="n">Without these</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => (
              <tr key={item.name}>
                <td>
                  {item.title}
                  <details class="quiet-text">
                    <summary>{item.tautological_evidence!.length === 1 ? "1 observation" : `${item.tautological_evidence!.length} observations`}</summary>
                    {item.tautological_evidence!.map((name) => titles.get(name) ?? name.replace(/_/g, " ")).join("; ")}
                  </details>
                </td>
                <td class="n">
                  {percent(item.probability)} <span class="quiet-text block nowrap">{percentRange(item.low, item.high)}</span>
                </td>
                <td class="n">
                  {percent(item.without_tautological_evidence!.probability)}{" "}
                  <span class="quiet-text block nowrap">
                    {percentRange(item.without_tautological_evidence!.low, item.without_tautological_evidence!.high)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
