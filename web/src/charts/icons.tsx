import type { OutcomeShare } from "../page";
import { outcomeColor } from "../numbers/colors";
import { percent } from "../numbers/format";

/** A hundred cells, one for each hundredth of the runs: frequencies are read better than shares. */
export function Icons({ outcomes, shares }: { outcomes: OutcomeShare[]; shares: number[] }) {
  const counts = hundredths(shares);
  const cells = outcomes.flatMap((outcome, index) =>
    Array.from({ length: counts[index]! }, () => outcome),
  );
  const [across, size] = [20, 14];
  const label = outcomes.map((outcome, i) => `${outcome.label} ${percent(shares[i])}`).join(", ");
  return (
    <svg
      class="chart icons"
      role="img"
      aria-label={`Of 100 runs: ${label}`}
      viewBox={`0 0 ${across * size} ${5 * size}`}
      width={across * size}
      height={5 * size}
    >
      {cells.map((outcome, index) => (
        <rect
          key={index}
          x={(index % across) * size + 1}
          y={Math.floor(index / across) * size + 1}
          width={size - 2}
          height={size - 2}
          rx="2"
          fill={outcomeColor(outcome.rank, outcomes.length)}
        />
      ))}
    </svg>
  );
}

/** Whole numbers that sum to 100: the largest remainders are rounded up. */
export function hundredths(shares: number[]): number[] {
  const exact = shares.map((share) => share * 100);
  const counts = exact.map(Math.floor);
  const missing = 100 - counts.reduce((sum, count) => sum + count, 0);
  exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest)
    .slice(0, Math.max(0, missing))
    .forEach(({ index }) => (counts[index]! += 1));
  return counts;
}
