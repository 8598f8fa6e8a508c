import { useMemo, useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { CrisisMap, type View } from "../charts/map";
import { MapKey } from "../charts/map_key";
import { day as dayName } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { DaySlider } from "./day_slider";

export const VIEWS: [View, string, string][] = [
  ["median", "Median", "circles: people in the streets of the median run"],
  ["chance", "Chance", "dots: share of runs with a gathering in the town"],
  ["spread", "Spread", "rings: people in the streets, 5%, 50% and 95% of the runs"],
];

interface Props {
  views?: boolean;
  chosen?: string | null;
  onChoose?: (city: string) => void;
}

/** The map of one day with its slider. */
export function MapFigure({ views = false, chosen, onChoose }: Props) {
  const [{ page, day }] = useWorkbench();
  const [view, setView] = useState<View>("median");
  const [own, setOwn] = useState<string | null>(null);
  const iso = page.days[day]!;
  const note = VIEWS.find(([id]) => id === view)![2];
  const names = new Map(page.map.cities.map((city) => [city.id, city.name]));
  // Kept while only the sliders' preview changes.
  const drawn = useMemo(
    () => (
      <CrisisMap
        page={page}
        day={day}
        view={view}
        chosen={chosen ?? own}
        onChoose={onChoose ?? setOwn}
      />
    ),
    [page, day, view, chosen, own, onChoose],
  );
  return (
    <Figure
      name={`map-${view}-${iso}`}
      title={`Where people gather, ${dayName(iso)}`}
      note={`Regions: share of runs with a gathering of ${page.gathering} or more; ${note}.`}
      dataset="cities"
      table={() => ({
        columns: ["town", "median", "5%", "95%", `chance of ${page.gathering} or more`, "chance of 1,000"],
        rows: page.cities_by_day
          .map((city) => [
            names.get(city.id) ?? city.id, city.crowd.median[day], city.crowd.low[day],
            city.crowd.high[day], city.chance_over[day], city.chance_thousand[day],
          ])
          .sort((a, b) => Number(b[4] ?? 0) - Number(a[4] ?? 0)),
      })}
    >
      {views && (
        <div class="segmented" role="group" aria-label="What the circles show">
          {VIEWS.map(([id, title]) => (
            <button key={id} type="button" aria-pressed={id === view} onClick={() => setView(id)}>
              {title}
            </button>
          ))}
        </div>
      )}
      {drawn}
      <MapKey view={view} page={page} />
      <DaySlider />
      {!onChoose && own && <CityLine city={own} />}
    </Figure>
  );
}

function CityLine({ city }: { city: string }) {
  const [{ page, day }] = useWorkbench();
  const place = page.map.cities.find((item) => item.id === city);
  const days = page.cities_by_day.find((item) => item.id === city);
  if (!place || !days) return null;
  const people = (values: (number | null)[]) => Math.round(values[day] ?? 0).toLocaleString("en-US");
  return (
    <p class="readout" role="status">
      <strong>{place.name}</strong>, {dayName(page.days[day]!)}: median {people(days.crowd.median)} people,
      90% of runs {people(days.crowd.low)} to {people(days.crowd.high)}.
    </p>
  );
}
