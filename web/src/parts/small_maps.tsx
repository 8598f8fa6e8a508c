import { CrisisMap } from "../charts/map";
import { day as dayName } from "../numbers/format";
import { useWorkbench } from "../state/context";

const MOST = 12;

/** The first days side by side; each is a button to its day. */
export function SmallMaps() {
  const [{ page, day }, workbench] = useWorkbench();
  const step = Math.max(1, Math.ceil(page.days.length / (MOST * 2)));
  const shown = page.days.map((iso, at) => ({ iso, at })).filter(({ at }) => at % step === 0).slice(0, MOST);
  return (
    <section class="figure" aria-label="Small maps">
      <h2>Day by day</h2>
      <p class="note">Regions by the share of runs with a gathering; circles are medians.</p>
      <div class="small-maps">
        {shown.map(({ iso, at }) => (
          <button
            key={iso}
            type="button"
            class={at === day ? "small-map now" : "small-map"}
            aria-current={at === day ? "date" : undefined}
            onClick={() => workbench.setDay(at)}
          >
            <span>{dayName(iso)}</span>
            <CrisisMap page={page} day={at} small />
          </button>
        ))}
      </div>
    </section>
  );
}
