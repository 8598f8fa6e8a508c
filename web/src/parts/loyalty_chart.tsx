import { Fan } from "../charts/fan";
import { Figure } from "../charts/figure";
import { BAND, INK, MEDIAN } from "../numbers/colors";
import { extent, roundScale } from "../charts/ticks";
import { percent } from "../numbers/format";
import { useWorkbench } from "../state/context";

/** Legitimacy of the regime among the people, by day. */
export function LoyaltyChart() {
  const [{ page, day, pinned }, workbench] = useWorkbench();
  const { loyalty } = page.power;
  const [low, high] = extent(loyalty.low, loyalty.high);
  const { bottom, top, ticks } = roundScale(Math.max(0, low - 0.05), Math.min(1, high + 0.05));
  const compare = pinned && pinned !== page ? pinned.power.loyalty.median : null;
  return (
    <Figure
      name="legitimacy"
      title="Legitimacy of the regime"
      note="Mean over the people, 0 to 100%; the axis shows a part of it."
      legend={[
        { color: MEDIAN, label: "median", mark: "line" },
        { color: BAND, label: "90% of the runs" },
        ...(compare ? [{ color: INK, label: "pinned", mark: "dashed" as const }] : []),
      ]}
      dataset="loyalty"
      table={() => ({
        columns: ["day", "median", "5%", "95%"],
        rows: page.days.map((iso, at) => [iso, loyalty.median[at], loyalty.low[at], loyalty.high[at]]),
      })}
    >
      <Fan
        label="Legitimacy of the regime by day"
        days={page.days}
        band={loyalty}
        compare={compare}
        bottom={bottom}
        top={top}
        ticks={ticks}
        format={percent}
        day={day}
        onDay={(next) => workbench.setDay(next)}
        height={150}
      />
    </Figure>
  );
}
