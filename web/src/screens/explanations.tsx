import { useState } from "preact/hooks";
import type { Explained } from "../explained";
import { BeliefsChart } from "../parts/beliefs_chart";
import { Copy } from "../parts/copy";
import { EffectsTable } from "../parts/effects_table";
import { EvidenceMatrix } from "../parts/evidence_matrix";
import { Progress } from "../parts/progress";
import type { Progress as Done } from "../sources/source";
import { dayOf, number, percent } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { worded } from "../state/workbench";

/** Which causes the record supports; several can be true at once. */
export function ExplanationsScreen() {
  const [{ page }, { source }] = useWorkbench();
  const [answer, setAnswer] = useState<Explained | null>(page.explanations as Explained | null);
  const [job, setJob] = useState<Done | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const weigh = async (leaveOut: string[]) => {
    setMessage(null);
    setJob({ done: 0, total: 1 });
    try {
      setAnswer(await source.answers!.explain(leaveOut, setJob));
    } catch (error) {
      setMessage(worded(error));
    }
    setJob(null);
  };
  return (
    <>
      <h1>Competing explanations</h1>
      <p class="lead">
        An explanation is a mechanism that can be switched off. They are not exclusive: each has its own
        probability, and several may hold at once.
      </p>
      {job && <Progress progress={job} label="Weighing" />}
      {message && <p role="alert">{message}</p>}
      {answer ? (
        <Answer answer={answer} weigh={source.answers && !job ? weigh : null} />
      ) : (
        <Missing weigh={source.answers && !job ? () => void weigh([]) : null} />
      )}
    </>
  );
}

function Answer({ answer, weigh }: { answer: Explained; weigh: ((out: string[]) => void) | null }) {
  const { guard, check } = answer;
  return (
    <>
      <p class="note">
        From {number(answer.simulations)} simulated worlds; {check.inside90} of {check.total} observations
        that were kept back lie inside the 90% ranges.
        {answer.left_out.length > 0 && ` Left out: ${answer.left_out.join(", ")}.`}
      </p>
      {!guard.ok && (
        <div class="warning">
          <p>
            <strong>No probabilities are given.</strong> A guard rail failed, so the priors are all that may
            be said:
          </p>
          <ul>
            {guard.failures.map((failure) => (
              <li key={failure}>{failure}</li>
            ))}
          </ul>
        </div>
      )}
      <div class="columns">
        <BeliefsChart answer={answer} />
        {answer.again ? <EffectsTable answer={answer} /> : <Clashes answer={answer} />}
      </div>
      {answer.combinations.length > 0 && <Combinations answer={answer} />}
      {answer.evidence.length > 0 && guard.ok && <EvidenceMatrix answer={answer} weigh={weigh} />}
      {answer.evidence.length > 0 && !guard.ok && (
        <details class="block-details">
          <summary>Evidence by single observations, not to be combined while a guard rail fails</summary>
          <EvidenceMatrix answer={answer} weigh={weigh} />
        </details>
      )}
    </>
  );
}

/** Observations that the simulated worlds hardly ever come near. */
function Clashes({ answer }: { answer: Explained }) {
  const [{ page }] = useWorkbench();
  const titles = new Map(answer.evidence.map((row) => [row.observation, row]));
  const clashes = [...answer.guard.clashes].sort((a, b) => a.p - b.p).slice(0, 12);
  if (!clashes.length)
    return <p class="note">Necessity and shares need worlds that are run again; none were.</p>;
  return (
    <section class="figure" aria-label="Clashes">
      <h2>Observations that clash most</h2>
      <p class="note">How often a simulated world is as far from the rest as the record is.</p>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Observation</th>
            <th scope="col" class="n">Probability</th>
          </tr>
        </thead>
        <tbody>
          {clashes.map((clash) => {
            const row = titles.get(clash.observation);
            return (
              <tr key={clash.observation}>
                <td>
                  {row?.title ?? clash.observation.replace(/_/g, " ")}
                  <span class="quiet-text">
                    {row?.value ? `: ${row.value}` : ""}
                    {row?.date ? `, ${dayOf(row.date, page.scenario.start)}` : ""}
                  </span>
                </td>
                <td class="n">{number(clash.p, 2)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Combinations({ answer }: { answer: Explained }) {
  const titles = new Map(answer.explanations.map((item) => [item.name, item.title]));
  const shown = answer.combinations.filter((item) => item.probability !== null).slice(0, 6);
  if (!shown.length) return null;
  return (
    <section class="figure" aria-label="Combinations">
      <h2>Most probable combinations</h2>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Together</th>
            <th scope="col" class="n">Probability</th>
            <th scope="col" class="n">Range</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <tr key={item.explanations.join()}>
              <td>{item.explanations.map((name) => titles.get(name) ?? name).join(" + ") || "none of these"}</td>
              <td class="n">{percent(item.probability)}</td>
              <td class="n">
                {percent(item.low)} to {percent(item.high)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Nothing was weighed: say what the rivals are and how to weigh them, and invent nothing. */
function Missing({ weigh }: { weigh: (() => void) | null }) {
  const [{ page }] = useWorkbench();
  const rivals = page.inputs.presets.filter((preset) => preset.kind === "explanation");
  const name = page.scenario.name;
  return (
    <>
      <div class="warning">
        <p>
          <strong>Not computed for this page.</strong> Probabilities need a table of many simulated worlds;
          none was found, so none are shown.
        </p>
        {weigh && (
          <button type="button" class="main" onClick={weigh}>
            Weigh the explanations
          </button>
        )}
      </div>
      <Copy label="To compute them" text={`upheaval prepare ${name} && upheaval explain ${name}`} />
      <h2>The explanations of this scenario</h2>
      <dl class="rivals">
        {rivals.map((rival) => (
          <div key={rival.name}>
            <dt>{rival.title.replace(/^Without:? /, "")}</dt>
            <dd>{rival.meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
