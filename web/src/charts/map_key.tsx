import { shareColor, SHARE_STEPS } from "../numbers/colors";
import { percent } from "../numbers/format";
import type { Page } from "../page";
import { short } from "../numbers/format";
import { circleScale, type View } from "./map";
import { useWidth } from "./size";

/** The steps of the shares, below the map so that they lie over nothing. */
export function MapKey({ view, page }: { view: View; page: Page }) {
  // As wide as the map above it, so that circles here are as large as there.
  const [ref, width] = useWidth<HTMLDivElement>(640);
  const radius = circleScale(page, view, width);
  const sizes = [1_000, 10_000, 100_000].filter((people) => radius(people) < 40);
  const ends = [...SHARE_STEPS.slice(1), 1];
  return (
    <div class="map-key" ref={ref}>
    <ul class="steps" aria-label={view === "chance" ? "Color of regions and towns" : "Color of regions"}>
      {SHARE_STEPS.map((step, at) => (
        <li key={step}>
          <svg width="100%" height="9" aria-hidden="true">
            <rect width="100%" height="9" fill={shareColor(step)} />
          </svg>
          {at === 0 ? "0" : at === SHARE_STEPS.length - 1 ? `≥${percent(step)}` : `${percent(step).replace("%", "")}–${percent(ends[at])}`}
        </li>
      ))}
    </ul>
    {view !== "chance" && (
      <ul class="sizes" aria-label="People in a town">
        {sizes.map((people) => (
          <li key={people}>
            <svg width={radius(people) * 2 + 2} height={radius(people) * 2 + 2} aria-hidden="true">
              <circle class="crowd" cx="50%" cy="50%" r={radius(people)} />
            </svg>
            {short(people)}
          </li>
        ))}
      </ul>
    )}
    </div>
  );
}
