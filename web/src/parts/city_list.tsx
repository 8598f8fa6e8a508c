import { useState } from "preact/hooks";
import { BAND, MEDIAN } from "../numbers/colors";
import { day as dayName, number, percent } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { point } from "./city_panel";

const FIRST = 20;
const WIDTH = 150;

/** All towns on the chosen day, those most often full first. */
export function CityList({ chosen, onChoose }: { chosen: string; onChoose: (city: string) => void }) {
  const [{ page, day }] = useWorkbench();
  const [all, setAll] = useState(false);
  const places = new Map(page.map.cities.map((city) => [city.id, city]));
  const sorted = [...page.cities_by_day].sort(
    (a, b) =>
      (b.crowd.median[day] ?? 0) - (a.crowd.median[day] ?? 0) ||
      (b.chance_over[day] ?? 0) - (a.chance_over[day] ?? 0),
  );
  const rows = all ? sorted : sorted.slice(0, FIRST);
  const most = Math.max(1, ...sorted.map((city) => city.crowd.high[day] ?? 0));
  const x = (people: number | null | undefined) =>
    (Math.log1p((people ?? 0) / 100) / Math.log1p(most / 100)) * WIDTH;
  return (
    <section class="figure" aria-label="Towns">
      <h2>Towns on {dayName(page.days[day]!)}</h2>
      <p class="note">Bars reach from 5% to 95% of the runs, the mark is the median; log scale.</p>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Table of towns">
        <table class="data cards">
          <thead>
            <tr>
              <th scope="col">Town</th>
              <th scope="col">People in the streets</th>
              <th scope="col" class="n">Median</th>
              <th scope="col" class="n">≥{page.gathering}</th>
              <th scope="col" class="n">≥1,000</th>
              <th scope="col" class="n">Killed</th>
              <th scope="col" class="n">Arrested</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((city) => (
              <tr key={city.id} class={city.id === chosen ? "chosen" : undefined}>
                <td>
                  <button type="button" class="plain" onClick={() => onChoose(city.id)}>
                    {places.get(city.id)?.name ?? city.id}
                  </button>
                </td>
                <td>
                  <svg width={WIDTH + 4} height="12" aria-hidden="true">
                    <rect
                      x={x(city.crowd.low[day])}
                      width={Math.max(1, x(city.crowd.high[day]) - x(city.crowd.low[day]))}
                      y="2" height="8" fill={BAND}
                    />
                    <rect x={x(city.crowd.median[day])} width="3" height="12" fill={MEDIAN} />
                  </svg>
                </td>
                <td class="n" data-label="Median">{number(city.crowd.median[day])}</td>
                <td class="n" data-label={`≥${page.gathering}`}>{percent(city.chance_over[day])}</td>
                <td class="n" data-label="≥1,000">{percent(city.chance_thousand[day])}</td>
                <td class="n" data-label="Killed">{point(city.killed)}</td>
                <td class="n" data-label="Arrested">{point(city.arrested)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!all && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          All {sorted.length} towns
        </button>
      )}
    </section>
  );
}
