import { useState } from "preact/hooks";
import { titlesOf, type Explained } from "../explained";
import { BeliefsChart } from "../parts/beliefs_chart";
import { EffectsTable } from "../parts/effects_table";
import { EvidenceMatrix } from "../parts/evidence_matrix";
import { GuardBox } from "../parts/guard_box";
import { Missing } from "../parts/missing";
import { OwnEvidence } from "../parts/own_evidence";
import { Progress } from "../parts/progress";
import { dayOf, number, percent, percentRange } from "../numbers/format";
import { useAnswer } from "../state/answer";
import { useWorkbench } from "../state/context";

/** Which causes the record supports; several can be true at once. */
export function ExplanationsScreen() {
  const [{ page }, { source }] = useWorkbench();
  const { answer, job, message, ask } = useAnswer(page.explanations as Explained | null);
  const weigh = (leaveOut: string[]) => void ask((onProgress) => source.answers!.explain(leaveOut, onProgress));
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
        <Answer key={answer.left_out.join()} answer={answer} weigh={source.answers && !job ? weigh : null} />
      ) : (
        <NotWeighed weigh={source.answers && !job ? () => weigh([]) : null} />
      )}
    </>
  );
}

function Answer({ answer, weigh }: { answer: Explained; weigh: ((out: string[]) => void) | null }) {
  const [out, setOut] = useState<string[]>([]);
  const { guard, check } = answer;
  const without = out.length === 1 ? answer.evidence.find((row) => row.observation === out[0]) : undefined;
  const titles = new Map(answer.evidence.map((row) => [row.observation, row.title ?? row.observation]));
  const matrix = <EvidenceMatrix answer={answer} out={out} onOut={setOut} weigh={weigh} />;
  return (
    <>
      <p class="note">
        From {number(answer.simulations)} simulated worlds (one citizen for {number(answer.scale)} people);{" "}
        {check.inside90} of {check.total} observations that were kept back lie inside the 90% ranges.
        {answer.left_out.length > 0 &&
          ` Left out: ${answer.left_out.map((name) => titles.get(name) ?? name.replace(/_/g, " ")).join(", ")}.`}
        {answer.left_out.length > 0 && weigh && (
          <>
            {" "}
            <button type="button" class="plain" onClick={() => weigh([])}>
              Put it back
            </button>
          </>
        )}
      </p>
      <GuardBox guard={guard} evidence={answer.evidence} />
      <div class="columns">
        <div>
          <BeliefsChart answer={answer} without={without} />
          {without && (
            <button type="button" onClick={() => setOut([])}>
              Show the whole record again
            </button>
          )}
          {guard.ok && <OwnEvidence answer={answer} />}
        </div>
        {guard.ok ? <EffectsTable answer={answer} /> : <Clashes answer={answer} />}
      </div>
      {answer.evidence.length > 0 && guard.ok && matrix}
      {answer.evidence.length > 0 && !guard.ok && (
        <details class="block-details">
          <summary>Evidence by single observations, not to be combined while a guard rail fails</summary>
          {matrix}
        </details>
      )}
      {answer.combinations.length > 0 && <Combinations answer={answer} />}
    </>
  );
}

/** Observations that the simulated worlds hardly ever come near. */
function Clashes({ answer }: { answer: Explained }) {
  const [{ page }] = useWorkbench();
  const titles = new Map(answer.evidence.map((row) => [row.observation, row]));
  const clashes = [...(answer.guard.clashes ?? [])].sort((a, b) => a.p - b.p).slice(0, 12);
  if (!clashes.length) return null;
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
      <table class="data cards">
        <thead>
          <tr>
            <th scope="col">Together</th>
            <th scope="col" class="n">Probability</th>
            <th scope="col" class="n">Range (90%)</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <tr key={item.explanations.join()}>
              <td>{item.explanations.map((name) => titles.get(name) ?? name).join(" + ") || "none of these"}</td>
              <td class="n" data-label="Probability">{percent(item.probability)}</td>
              <td class="n" data-label="Range">{percentRange(item.low, item.high)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Nothing was weighed: say what the rivals are and how to weigh them, and invent nothing. */
function NotWeighed({ weigh }: { weigh: (() => void) | null }) {
  const [{ page }] = useWorkbench();
  const rivals = page.inputs.presets.filter((preset) => preset.kind === "explanation");
  const titles = titlesOf(page);
  const name = page.scenario.name;
  return (
    <>
      <Missing command="explain" what="probabilities of the explanations">
        They need a table of many simulated worlds, which <code>upheaval prepare {name}</code> makes; none was
        weighed, so no number is shown.
      </Missing>
      {weigh && (
        <button type="button" class="main" onClick={weigh}>
          Weigh the explanations
        </button>
      )}
      <h2 class="section">The explanations of this scenario</h2>
      <dl class="rivals">
        {rivals.map((rival) => (
          <div key={rival.name}>
            <dt>{titles.get(rival.name)}</dt>
            <dd>{rival.meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
