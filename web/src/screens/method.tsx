import { Copy } from "../parts/copy";
import { Fact } from "../parts/city_panel";
import { Downloads } from "../parts/downloads";
import { Hindcast } from "../parts/hindcast";
import { OnThisPage } from "../parts/on_this_page";
import { PartsTable } from "../parts/parts_table";
import { RecordTable } from "../parts/record_table";
import { Sensitivity } from "../parts/sensitivity";
import { day as dayName, number, percent } from "../numbers/format";
import { useWorkbench } from "../state/context";

/** How the numbers came about, how well they fit, and what they leave out. */
export function MethodScreen() {
  const [{ page }] = useWorkbench();
  const { method, run, scenario, surrogate } = page;
  return (
    <>
      <h1>Method</h1>
      <p class="lead">
        Everything on this page comes from one command. Give it the same seed and version, and the same
        numbers come out.
      </p>
      <div class="columns">
        <div>
          <Copy label="Command" text={run.command} />
          <Copy label="Python" text={run.python} />
          <dl class="facts">
            <Fact name="Runs" value={number(run.replicates)} />
            <Fact name="One citizen stands for" value={`${number(run.scale)} people`} />
            <Fact name="Seed" value={String(run.seed)} />
            <Fact name="Version" value={run.version} />
            <Fact name="People" value={number(scenario.people)} />
            <Fact name="Days" value={`${dayName(scenario.start, true)} to ${dayName(scenario.end, true)}`} />
            <Fact name="Ticks" value={number(scenario.ticks)} />
            <Fact name="Scenario" value={run.scenario_hash.slice(0, 12)} />
            <Fact name="Data" value={run.digest.slice(0, 12)} />
          </dl>
          <Scores />
          {surrogate && (
            <p class="note">
              The preview while a slider moves is a multinomial logit with squares and products of the
              sliders, fitted on {number(surrogate.simulations)} runs. On runs that it has not seen it is off
              by {number(surrogate.held_out_error, 2)} points on average
              {surrogate.baseline_error !== null &&
                `; at the baseline its largest error is ${number(surrogate.baseline_error, 2)} points`}
              .
            </p>
          )}
        </div>
        <div>
          <h2 class="section">What is not modeled</h2>
          <p class="note">As the model document says; sections are its own.</p>
          <ul class="bullets">
            {method.not_modeled.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
          <Downloads />
        </div>
      </div>
      <OnThisPage />
      <RecordTable />
      <div class="columns">
        <Hindcast />
        <Sensitivity />
      </div>
      <PartsTable />
      <div class="columns">
        <Mechanisms />
        <Licenses />
      </div>
    </>
  );
}

function Scores() {
  const [{ page }] = useWorkbench();
  const { coverage, guard } = page.method;
  return (
    <>
      <h2 class="section">How well it fits</h2>
      <dl class="facts">
        {Object.entries(coverage).map(([use, item]) => (
          <Fact
            key={use}
            name={use === "fit" ? "Observations for fitting inside 90%" : "Observations kept back inside 90%"}
            value={`${item.inside} of ${item.total} (${percent(item.inside / Math.max(1, item.total))})`}
          />
        ))}
        <Fact name="Guard rails of explain" value={guard ? (guard.ok ? "hold" : "do not hold") : "not computed"} />
      </dl>
    </>
  );
}

function Mechanisms() {
  const [{ page }] = useWorkbench();
  return (
    <details class="block-details">
      <summary>{page.method.mechanisms.length} mechanisms and their sources</summary>
      <dl class="pairs">
        {page.method.mechanisms.map((item) => (
          <div key={item.name}>
            <dt>{item.title}</dt>
            <dd>{item.source}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Licenses() {
  const [{ page }] = useWorkbench();
  const { licenses, sources_text } = page.method;
  return (
    <div>
      <details class="block-details">
        <summary>Sources of the scenario</summary>
        <pre tabIndex={0}>{sources_text}</pre>
      </details>
      {licenses.map((item) => (
        <details key={item.title} class="block-details">
          <summary>{item.title}</summary>
          <pre tabIndex={0}>{item.text}</pre>
        </details>
      ))}
    </div>
  );
}
