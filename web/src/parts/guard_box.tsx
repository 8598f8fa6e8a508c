import type { Evidence, GuardRails } from "../explained";
import { known, number, percent } from "../numbers/format";
import { Copy } from "./copy";
import { useWorkbench } from "../state/context";

/** Whether the guard rails of an answer hold, by which numbers; and where they fail, why. */
export function GuardBox({ guard, evidence = [] }: { guard: GuardRails; evidence?: Evidence[] }) {
  if (guard.ok)
    return (
      <p class="note">
        <strong>Guard rails hold.</strong> {numbers(guard)}
      </p>
    );
  return (
    <div class="warning">
      <p>
        <strong>No probabilities are given.</strong> A guard rail failed, so the priors are all that may be
        said:
      </p>
      <ul>
        {guard.failures.map((failure) => (
          <li key={failure}>{failure}</li>
        ))}
      </ul>
      <p class="note">{numbers(guard)}</p>
      <Without guard={guard} evidence={evidence} />
    </div>
  );
}

/** Observations without which the record would be typical, and how to ask without them. */
function Without({ guard, evidence }: { guard: GuardRails; evidence: Evidence[] }) {
  const [{ page }] = useWorkbench();
  const names = guard.typical_without ?? [];
  if (!names.length) return null;
  const titles = new Map(evidence.map((row) => [row.observation, row.title ?? row.observation]));
  const options = names.map((name) => ` --leave-out ${name}`).join("");
  return (
    <>
      <p>The record is typical without: {names.map((name) => titles.get(name) ?? name).join(", ")}.</p>
      <Copy label="What the others say" text={`upheaval explain ${page.scenario.name}${options}`} />
    </>
  );
}

function numbers(guard: GuardRails): string {
  const { typicality_p, ece, coverage90 } = guard;
  const told = [
    known(typicality_p) && `${percent(typicality_p)} of simulated worlds are less typical than the record (5% are needed)`,
    known(ece) && `probabilities of worlds with known causes are off by ${number(100 * ece, 2)} points on average`,
    known(coverage90) && `90% ranges hold ${percent(coverage90)} of known parameters`,
  ].filter((text) => text !== false);
  return told.length ? `${told.join("; ")}.` : "";
}
