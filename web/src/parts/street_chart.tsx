import { useMemo } from "preact/hooks";
import { Fan } from "../charts/fan";
import { Figure, type LegendItem } from "../charts/figure";
import { crowdScale } from "../charts/ticks";
import { BAND, BAND_INNER, INK, MEDIAN, outcomeColor, RECORD } from "../numbers/colors";
import { day as dayName } from "../numbers/format";
import type { Page } from "../page";
import { useWorkbench } from "../state/context";

/** People in the streets of the country: bands, single runs by their ending, events and the record. */
export function StreetChart({ height = 290 }: { height?: number }) {
  const [{ page, day, singleRuns, pinned }, workbench] = useWorkbench();
  const { street, outcomes } = page;
  const rank = new Map(outcomes.map((outcome) => [outcome.name, outcome.rank]));
  const color = (name: string) => outcomeColor(rank.get(name) ?? 0, outcomes.length);
  const runs = singleRuns
    ? street.runs.map((run) => ({ values: run.values, color: color(run.outcome) }))
    : [];
  const { top, ticks } = crowdScale([
    ...street.total.high,
    ...street.record.map((row) => row.high),
    ...runs.flatMap((run) => run.values),
  ]);
  const compare = pinned && pinned !== page ? pinned.street.total.median : null;
  const legend: LegendItem[] = [
    { color: MEDIAN, label: "median", mark: "line" },
    { color: BAND_INNER, label: "half of the runs" },
    { color: BAND, label: "90% of the runs" },
    ...(compare ? [{ color: INK, label: "pinned", mark: "dashed" as const }] : []),
    ...(street.record.length
      ? [{ color: RECORD, label: "record, with its range", mark: "ring" as const }]
      : []),
  ];
  const table = () => ({
    columns: ["day", "median", "5%", "95%", "25%", "75%", "record", "record low", "record high"],
    rows: page.days.map((iso, at) => {
      const seen = street.record.find((row) => row.day === at);
      return [
        iso, street.total.median[at], street.total.low[at], street.total.high[at],
        street.half?.low[at], street.half?.high[at], seen?.value, seen?.low, seen?.high,
      ];
    }),
  });
  // Kept while only the sliders' preview changes, which is drawn many times in a second.
  const chart = useMemo(
    () => (
      <Fan
        label={`People in the streets by day; the median is highest on ${dayName(page.days[fullest(street.total.median)]!)}.`}
        days={page.days}
        band={street.total}
        inner={street.half}
        compare={compare}
        runs={runs}
        record={street.record}
        events={shownEvents(page)}
        log
        top={top}
        ticks={ticks}
        day={day}
        onDay={(next) => workbench.setDay(next)}
        height={height}
      />
    ),
    [page, day, singleRuns, pinned, height],
  );
  return (
    <Figure
      name="streets"
      title="People in the streets of the country"
      note={`Largest number of the day; log scale.${singleRuns ? ` ${runs.length} single runs, in the colors of their endings.` : ""}`}
      legend={legend}
      table={table}
      dataset="street"
    >
      {chart}
      <Events />
    </Figure>
  );
}

const fullest = (values: (number | null)[]): number =>
  values.reduce<number>((best, value, at) => ((value ?? -1) > (values[best] ?? -1) ? at : best), 0);

/** Turning points of the days that were run. */
const shownEvents = (page: Page) => page.street.events.filter((event) => event.day <= page.days.length - 1);

/** What the letters stand for; what the record and the runs say of each is one click away. */
function Events() {
  const [{ page }] = useWorkbench();
  const events = shownEvents(page);
  if (!events.length) return null;
  return (
    <details class="events-key">
      <summary>
        {events.map((event) => (
          <span key={event.id} class="event-name">
            <b>{event.letter}</b> {event.title}
          </span>
        ))}
      </summary>
      <ul>
        {events.map((event) => (
          <li key={event.id}>
            <b>{event.letter}</b> <strong>{event.title}.</strong> {event.text} Confidence of the record:{" "}
            {event.confidence}.
          </li>
        ))}
      </ul>
    </details>
  );
}
