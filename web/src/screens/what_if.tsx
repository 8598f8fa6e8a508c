import { useState } from "preact/hooks";
import { ComparisonView } from "../parts/comparison_view";
import { Copy } from "../parts/copy";
import { Progress } from "../parts/progress";
import { SourceNote } from "../parts/source_note";
import type { Comparison, WhatIfEntry } from "../page";
import { number, percent, points, withUnit } from "../numbers/format";
import { useAnswer } from "../state/answer";
import { useWorkbench } from "../state/context";

const OWN = "";

/** Baseline against a named change, or against what a reader changed, by pairs of runs with the same luck. */
export function WhatIfScreen() {
  const [{ page }] = useWorkbench();
  const [chosen, setChosen] = useState<string>(() => (page.comparison ? OWN : first(page.whatifs)));
  const entry = page.whatifs.find((item) => item.name === chosen);
  return (
    <>
      <h1>What if</h1>
      <p class="lead">
        Each pair of runs has the same luck and differs by the change alone, so a difference is the work of
        the change. Ranges hold 90%.
      </p>
      <div class="columns side">
        <nav class="choices" aria-label="Changes">
          {page.comparison && (
            <button type="button" aria-pressed={chosen === OWN} onClick={() => setChosen(OWN)}>
              <strong>The run as you set it</strong>
              <Effect result={page.comparison} />
            </button>
          )}
          {page.whatifs.map((item) => (
            <button
              key={item.name}
              type="button"
              aria-pressed={chosen === item.name}
              onClick={() => setChosen(item.name)}
            >
              <strong>{item.title}</strong>
              {item.result ? <Effect result={item.result} /> : <span class="effect">not run yet</span>}
            </button>
          ))}
        </nav>
        <div class="chosen-change">
          {entry ? (
            <Named key={entry.name} entry={entry} />
          ) : (
            page.comparison && <Own result={page.comparison} />
          )}
        </div>
      </div>
    </>
  );
}

const first = (entries: WhatIfEntry[]): string =>
  (entries.find((entry) => entry.result) ?? entries[0])?.name ?? OWN;

/** The outcome that moves most, in a line. */
function Effect({ result }: { result: Comparison }) {
  if (result.identical) return <span class="effect">changes nothing</span>;
  const most = [...result.outcomes].sort(
    (a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0),
  )[0];
  if (!most) return null;
  if (!most.clear) return <span class="effect">no clear difference in how it ends</span>;
  return (
    <span class="effect">
      {most.title} {points(most.difference)} points
    </span>
  );
}

function Own({ result }: { result: Comparison }) {
  const [{ page }] = useWorkbench();
  return (
    <>
      <h2>The run as you set it</h2>
      <ul class="changed-inputs">
        {page.run.interventions.map((name) => (
          <li key={name}>{page.inputs.presets.find((preset) => preset.name === name)?.title ?? name}</li>
        ))}
        {page.run.changes.map((change) => (
          <li key={change.path}>
            {change.title}: <b>{change.value}</b>, baseline {change.baseline}
          </li>
        ))}
        {page.run.without.map((name) => (
          <li key={name}>without {name.replace(/_/g, " ")}</li>
        ))}
      </ul>
      <ComparisonView result={result} name="own" />
    </>
  );
}

function Named({ entry }: { entry: WhatIfEntry }) {
  const [{ page }, workbench] = useWorkbench();
  const { source } = workbench;
  const { answer: result, job, message, ask } = useAnswer(entry.result);
  const run = () =>
    void ask(async (onProgress) => {
      const found = await source.answers!.whatif(entry.name, onProgress);
      workbench.keepWhatIf(entry.name, found);
      return found;
    });
  const inputs = Object.entries(entry.set);
  return (
    <>
      <h2>{entry.title}</h2>
      <p>{entry.meaning}</p>
      <ul class="changed-inputs">
        {inputs.map(([path, value]) => {
          const input = page.inputs.sliders.find((slider) => slider.path === path);
          return (
            <li key={path}>
              {input?.title ?? path}: <b>{value}</b>
              {input && `, baseline ${input.drawn ? "drawn around " : ""}${percentOrNumber(input.baseline, input.unit)}`}
            </li>
          );
        })}
        {entry.without.map((name) => (
          <li key={name}>without {name.replace(/_/g, " ")}</li>
        ))}
      </ul>
      <SourceNote at={entry.source} />
      {job && <Progress progress={job} label="Running pairs" />}
      {message && <p role="alert">{message}</p>}
      {source.answers && !job && (!result || !result.trace) && (
        <button type="button" class={result ? "" : "main"} onClick={run}>
          {result ? "Run it with a trace of why worlds part" : "Run this what-if"}
        </button>
      )}
      {/* The page's own streets are those of another run than the named change. */}
      {result ? (
        <ComparisonView result={{ ...result, baseline_street: null }} name={entry.name} />
      ) : (
        !source.answers && (
          <div class="missing">
            <p>
              <strong>Not run for this page.</strong>
            </p>
            <Copy label="To run it" text={`upheaval whatif ${page.scenario.name} --with ${entry.name} --trace`} />
          </div>
        )
      )}
    </>
  );
}

const percentOrNumber = (value: number, unit: string): string =>
  unit === "1" && value > 0 && value < 1 ? percent(value) : withUnit(number(value), unit);
