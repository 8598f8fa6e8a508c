import { useEffect, useState } from "preact/hooks";
import { day as dayName } from "../numbers/format";
import { useWorkbench } from "../state/context";

const STEP = 650;

/** One day for all charts of a screen, by hand or played. */
export function DaySlider({ play = true }: { play?: boolean }) {
  const [{ page, day }, workbench] = useWorkbench();
  const [playing, setPlaying] = useState(false);
  const last = page.days.length - 1;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const now = workbench.state.day;
      if (now >= last) setPlaying(false);
      else workbench.setDay(now + 1);
    }, STEP);
    return () => clearInterval(timer);
  }, [playing, last, workbench]);
  const toggle = () => {
    if (!playing && day >= last) workbench.setDay(0);
    setPlaying(!playing);
  };
  return (
    <div class="day-slider">
      {play && (
        <button type="button" aria-pressed={playing} onClick={toggle}>
          {playing ? "Pause" : "Play"}
        </button>
      )}
      <input
        type="range"
        min={0}
        max={last}
        value={day}
        aria-label="Day"
        aria-valuetext={dayName(page.days[day]!, true)}
        onInput={(event) => workbench.setDay(Number(event.currentTarget.value))}
      />
      <output>{dayName(page.days[day]!, true)}</output>
    </div>
  );
}
