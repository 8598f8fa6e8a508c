import { useState } from "preact/hooks";
import { CityList } from "../parts/city_list";
import { CityPanel } from "../parts/city_panel";
import { DemandsChart } from "../parts/demands_chart";
import { MapFigure } from "../parts/map_figure";
import { SmallMaps } from "../parts/small_maps";
import { useWorkbench } from "../state/context";

/** Where and when: the map by day in three views, small maps, one town, and all towns. */
export function DaysScreen() {
  const [{ page, day }] = useWorkbench();
  const [city, setCity] = useState(() => fullest(page.cities_by_day, day));
  return (
    <>
      <h1>Map and days</h1>
      <p class="lead">
        Median, chance and spread are separate views: a town that is empty in most runs may still be full
        in some.
      </p>
      <div class="columns wide-left">
        <div>
          <MapFigure views chosen={city} onChoose={setCity} />
          <DemandsChart />
        </div>
        <div>
          <CityPanel city={city} onChoose={setCity} />
          <SmallMaps />
        </div>
      </div>
      <CityList chosen={city} onChoose={setCity} />
    </>
  );
}

function fullest(cities: { id: string; crowd: { median: (number | null)[] } }[], day: number): string {
  return cities.reduce((best, city) =>
    (city.crowd.median[day] ?? 0) > (best.crowd.median[day] ?? 0) ? city : best,
  ).id;
}
