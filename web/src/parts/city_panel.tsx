import { Fan } from "../charts/fan";
import { Figure } from "../charts/figure";
import { crowdScale } from "../charts/ticks";
import type { Point } from "../page";
import { BAND, MEDIAN, RECORD } from "../numbers/colors";
import { number, percent, range } from "../numbers/format";
import { useWorkbench } from "../state/context";

/** One town by day, and what it cost there by the end. */
export function CityPanel({ city, onChoose }: { city: string; onChoose: (city: string) => void }) {
  const [{ page, day }, workbench] = useWorkbench();
  const days = page.cities_by_day.find((item) => item.id === city)!;
  const place = page.map.cities.find((item) => item.id === city);
  const region = page.map.regions.find((item) => item.id === place?.region)?.name;
  const name = place?.name ?? city;
  const { top, ticks } = crowdScale([...days.crowd.high, ...days.record.map((row) => row.high)]);
  return (
    <Figure
      name={`town-${city}`}
      title={`People in the streets of ${name}`}
      note={`${region ?? ""}${place ? `, ${number(place.population)} people` : ""}. Chosen on the map or here; log scale.`}
      legend={[
        { color: MEDIAN, label: "median", mark: "line" },
        { color: BAND, label: "90% of the runs" },
        ...(days.record.length ? [{ color: RECORD, label: "record", mark: "ring" as const }] : []),
      ]}
      dataset="cities"
      table={() => ({
        columns: ["day", "median", "5%", "95%", `chance of ${page.gathering} or more`, "chance of 1,000"],
        rows: page.days.map((iso, at) => [
          iso, days.crowd.median[at], days.crowd.low[at], days.crowd.high[at],
          days.chance_over[at], days.chance_thousand[at],
        ]),
      })}
    >
      <label class="field inline">
        Town
        <select value={city} onChange={(event) => onChoose(event.currentTarget.value)}>
          {[...page.map.cities]
            .sort((a, b) => a.name.localeCompare(b.name))
            .map((item) => (
              <option key={item.id} value={item.id}>
                {item.name}
              </option>
            ))}
        </select>
      </label>
      <Fan
        label={`People in the streets of ${name} by day`}
        days={page.days}
        band={days.crowd}
        record={days.record}
        log
        top={top}
        ticks={ticks}
        day={day}
        onDay={(next) => workbench.setDay(next)}
        height={190}
      />
      <dl class="facts">
        <Fact name={`Runs with ${page.gathering} or more that day`} value={percent(days.chance_over[day])} />
        <Fact name="Runs with 1,000 or more" value={percent(days.chance_thousand[day])} />
        <Fact name="Killed by the end" value={point(days.killed)} />
        <Fact name="Arrested" value={point(days.arrested)} />
        <Fact name="Buildings seized" value={point(days.seized)} />
      </dl>
    </Figure>
  );
}

export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** '12 (0 to 340)': median and middle 90%. */
export function point({ median, low, high }: Point): string {
  return `${number(median)} (${range(low, high)})`;
}
