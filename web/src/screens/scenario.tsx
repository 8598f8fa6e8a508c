import { useState } from "preact/hooks";
import { Copy } from "../parts/copy";
import { Slider } from "../parts/slider";
import { capital } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { same, unchanged, worded } from "../state/workbench";

/** Every parameter with its unit, range, source and meaning; an edited copy is a new scenario. */
export function ScenarioScreen() {
  const [{ page, baseline, changes }, workbench] = useWorkbench();
  const [words, setWords] = useState("");
  const [onlyChanged, setOnlyChanged] = useState(false);
  const { groups, sliders } = baseline.inputs;
  const wanted = words.toLowerCase();
  const fits = (slider: (typeof sliders)[number]) =>
    (!onlyChanged || changes.set[slider.path] !== undefined) &&
    `${slider.path} ${slider.title} ${slider.meaning}`.toLowerCase().includes(wanted);
  const found = sliders.filter(fits);
  return (
    <>
      <h1>Scenario</h1>
      <p class="lead">
        {sliders.length} parameters. A parameter that is drawn takes another value in each run; setting it
        here fixes it. {workbench.source.run ? "Changes are run once sliders rest." : "This view cannot run; the outcome preview covers the sliders under Assumptions."}
      </p>
      <div class="filters">
        <label>
          Find <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={onlyChanged} onChange={(event) => setOnlyChanged(event.currentTarget.checked)} />
          changed only
        </label>
        <span class="note" role="status">
          {found.length} of {sliders.length}
        </span>
      </div>
      {workbench.source.saveScenario && <SaveAs />}
      {groups.map((group) => {
        const own = found.filter((slider) => slider.group === group.id);
        if (!own.length) return null;
        return (
          <details key={group.id} class="block-details" open={wanted !== "" || onlyChanged}>
            <summary>
              {capital(group.title)} <span class="quiet-text">{own.length}</span>
            </summary>
            <div class="parameters">
              {own.map((slider) => (
                <Slider
                  key={slider.path}
                  input={slider}
                  value={changes.set[slider.path]}
                  source={page.sources[slider.source] ?? baseline.sources[slider.source]}
                  onChange={(value) => workbench.setParameter(slider.path, value)}
                />
              ))}
            </div>
          </details>
        );
      })}
    </>
  );
}

function SaveAs() {
  const [{ changes, baseline }, workbench] = useWorkbench();
  const [name, setName] = useState(`${baseline.scenario.name}-edited`);
  const [command, setCommand] = useState<string | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const nothing = same(changes, unchanged(baseline));
  const save = async (event: Event) => {
    event.preventDefault();
    setMessage(null);
    try {
      setCommand(await workbench.source.saveScenario!(name, changes));
    } catch (error) {
      setMessage(worded(error));
    }
  };
  return (
    <form class="save-as" onSubmit={(event) => void save(event)}>
      <label>
        Save as new scenario{" "}
        <input
          type="text"
          value={name}
          pattern="[a-z0-9][a-z0-9_\-]*"
          maxLength={63}
          required
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="main" disabled={nothing}>
        Save
      </button>
      {nothing && <span class="note">Change something first.</span>}
      {message && <p role="alert">{message}</p>}
      {command && <Copy label="Saved. To check it" text={command} />}
    </form>
  );
}
