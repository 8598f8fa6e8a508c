import type { OutcomeShare } from "../page";
import { outcomeColor } from "../numbers/colors";
import { percent, percentRange, points } from "../numbers/format";
import type { Shares } from "../numbers/surrogate";

interface Props {
  outcomes: OutcomeShare[];
  /** Quick guess that stands in place of the runs' shares. */
  preview: Shares | null;
  compare: OutcomeShare[] | null;
}

/** How the crisis ends: share, range and words of each outcome, from no change to civil war. */
export function OutcomeList({ outcomes, preview, compare }: Props) {
  return (
    <ol class={preview ? "outcomes is-preview" : "outcomes"}>
      {outcomes.map((outcome) => {
        const share = preview ? (preview[outcome.name] ?? 0) : outcome.share;
        const before = compare?.find((other) => other.name === outcome.name)?.share;
        return (
          <li key={outcome.name} title={outcome.meaning}>
            <svg class="bar" width="100%" height="14" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100%" height="14" class="bar-room" />
              <rect width={`${share * 100}%`} height="14" fill={outcomeColor(outcome.rank, outcomes.length)} />
              {before !== undefined && (
                <rect x={`${before * 100}%`} width="2" height="14" class="bar-before" />
              )}
            </svg>
            <span class="outcome-share">{percent(share)}</span>
            <span class="outcome-label">{outcome.label}</span>
            <span class="outcome-words">
              {preview ? "" : `${percentRange(outcome.low, outcome.high)}, ${outcome.words}`}
              {before !== undefined && (
                <em> {points(share - before)} points</em>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
