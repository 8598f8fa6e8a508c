import { useWorkbench } from "../state/context";
import { same, unchanged } from "../state/workbench";
import { Slider } from "./slider";

const COUNTS = [20, 50, 100, 200, 400, 1000];

/** The assumptions: a few sliders, named changes, how many runs, and what to compare with. */
export function Rail() {
  const [state, workbench] = useWorkbench();
  const { baseline, changes, pinned, page } = state;
  const { source } = workbench;
  const sliders = baseline.inputs.sliders.filter((slider) => slider.featured).slice(0, 6);
  const counts = [...new Set([...COUNTS, baseline.run.replicates, changes.replicates])].sort((a, b) => a - b);
  const moved = !same(changes, unchanged(baseline));
  return (
    <aside class="rail" aria-label="Assumptions">
      <div class="rail-inside">
      <h2>Assumptions</h2>
      {sliders.map((slider) => (
        <Slider
          key={slider.path}
          input={slider}
          value={changes.set[slider.path]}
          onChange={(value) => workbench.setParameter(slider.path, value)}
        />
      ))}
      {source.run && <Presets />}
      {source.run && (
        <label class="field">
          Number of runs
          <select
            value={changes.replicates}
            onChange={(event) => workbench.setReplicates(Number(event.currentTarget.value))}
          >
            {counts.map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="buttons">
        <button type="button" aria-pressed={pinned !== null} onClick={() => workbench.pin()}>
          {pinned && pinned === page ? "Unpin" : "Pin baseline"}
        </button>
        <button type="button" disabled={!moved && !pinned} onClick={() => workbench.reset()}>
          Reset
        </button>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={state.singleRuns}
          onChange={(event) => workbench.update({ singleRuns: event.currentTarget.checked })}
        />
        Single runs, colored by how they end
      </label>
      <p class="caution">
        <strong>What-if, not forecast.</strong> Ranges show how far runs of this model differ, not all
        that is unknown.
      </p>
      </div>
    </aside>
  );
}

function Presets() {
  const [{ baseline, changes }, workbench] = useWorkbench();
  return (
    <details class="presets">
      <summary>
        Named changes
        {changes.presets.length > 0 && <span class="count">{changes.presets.length}</span>}
      </summary>
      {baseline.inputs.presets.map((preset) => (
        <label class="check" key={preset.name} title={preset.meaning}>
          <input
            type="checkbox"
            checked={changes.presets.includes(preset.name)}
            onChange={() => workbench.togglePreset(preset)}
          />
          {preset.title}
        </label>
      ))}
    </details>
  );
}
