import type { Progress as Done } from "../sources/progress";
import { number } from "../numbers/format";

/** How far a run is, with a way out of it. */
export function Progress(props: { progress: Done; label: string; onCancel?: () => void }) {
  const { progress, label, onCancel } = props;
  return (
    <div class="progress">
      <progress aria-label={label} value={progress.done} max={progress.total || 1} />
      <span role="status">
        {label}: {number(Math.floor(progress.done))} of {number(progress.total)}
      </span>
      {onCancel && (
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      )}
    </div>
  );
}
