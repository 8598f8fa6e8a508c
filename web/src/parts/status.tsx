import { number } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Progress } from "./progress";

/** What the screens show at the moment: the baseline, a changed run, or a run that is on its way. */
export function Status() {
  const [{ page, baseline, job, message, preview }, workbench] = useWorkbench();
  const changed = page !== baseline || page.run.changes.length > 0;
  if (!job && !message && !changed && !preview) return null;
  return (
    <div class="status">
      {job && <Progress progress={job} label="Running" onCancel={() => workbench.cancel()} />}
      {message && <p role="alert">{message}</p>}
      {!job && preview && !workbench.source.run && (
        <p>
          {workbench.source.kind === "file" ? "This report" : "This notebook view"} shows the run it
          was made of; the outcome shares are a {page.surrogate?.label}. Charts stay as they were run.
        </p>
      )}
      {!job && changed && !preview && (
        <p>
          <strong>Changed world.</strong> {number(page.run.replicates)} runs with{" "}
          {changesInWords(page).join("; ") || "no change"}.
        </p>
      )}
    </div>
  );
}

function changesInWords(page: ReturnType<typeof useWorkbench>[0]["page"]): string[] {
  const { changes, without, interventions } = page.run;
  const titles = new Map(page.inputs.presets.map((preset) => [preset.name, preset.title]));
  return [
    ...interventions.map((name) => titles.get(name) ?? name),
    ...changes.map((change) => `${change.title} ${change.value} (baseline ${change.baseline})`),
    ...without.map((name) => `without ${name.replace(/_/g, " ")}`),
  ];
}
