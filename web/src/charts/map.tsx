import { scaleSqrt } from "d3-scale";
import { useMemo, useRef, useState } from "preact/hooks";
import type { CityDays, Page } from "../page";
import { INK, MUTED, shareColor } from "../numbers/colors";
import { number, percent } from "../numbers/format";
import { useKeys } from "./keys";
import { labelled, type Placed } from "./labels";
import { useWidth } from "./size";

export type View = "median" | "chance" | "spread";

interface Props {
  page: Page;
  day: number;
  view?: View;
  chosen?: string | null;
  onChoose?: (city: string) => void;
  /** Small multiples: no labels, no keys. */
  small?: boolean;
}

const LARGEST_CIRCLE = 34;

/** Regions by the chance of a gathering, cities by people in their streets. Arrow keys walk the towns. */
export function CrisisMap({ page, day, view = "median", chosen, onChoose, small = false }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(small ? 150 : 640);
  const { map } = page;
  const factor = width / map.width;
  const height = Math.round(map.height * factor);
  const radius = circleScale(page, view, width);
  const days = useMemo(() => new Map(page.cities_by_day.map((city) => [city.id, city])), [page]);
  const regions = useMemo(() => new Map(page.regions_by_day.map((item) => [item.id, item])), [page]);
  const places = map.cities.map((city) => ({ ...city, x: city.x * factor, y: city.y * factor }));
  const size = (id: string) => radius(people(days.get(id), day, view === "spread" ? "high" : "median"));
  const ordered = [...places].sort((a, b) => size(b.id) - size(a.id));
  const names = small
    ? []
    : labelled(
        ordered.filter((city) => !city.rest).map((city) => ({ ...city, r: Math.max(2, size(city.id)) })),
        width,
        height,
        factor,
      );
  const [focus, keepFocus] = useState<string>(chosen ?? ordered[0]?.id ?? "");
  // A quick second key comes before the map is drawn again, so the place is known without drawing.
  const here = useRef(focus);
  const setFocus = (city: string) => {
    here.current = city;
    keepFocus(city);
  };
  const svg = useRef<SVGSVGElement>(null);
  useKeys(svg, (event) => {
    if (small || event.type !== "keydown") return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onChoose?.(here.current);
      return;
    }
    const next = toward(places, here.current, event.key);
    if (!next) return;
    event.preventDefault();
    setFocus(next);
    svg.current?.querySelector<SVGElement>(`[data-city="${CSS.escape(next)}"]`)?.focus();
  });
  return (
    <div ref={ref} class="map">
      <svg
        ref={svg}
        class="chart"
        width={width}
        height={height}
        role={small ? "img" : "group"}
        aria-label={
          small
            ? "Map of one day"
            : "Map of towns. Arrow keys go to the next town in that direction, Enter chooses it."
        }
      >
        <g transform={`scale(${factor})`}>
          {map.regions.map((region) => (
            <path
              key={region.id}
              d={region.path}
              class="region"
              stroke-width={1 / factor}
              fill={shareColor(regions.get(region.id)?.chance[day])}
            />
          ))}
        </g>
        {!small &&
          ordered.map((city) => (
            <City
              key={city.id}
              place={city}
              days={days.get(city.id)}
              day={day}
              view={view}
              radius={radius}
              start={page.gathering}
              tab={city.id === focus}
              chosen={city.id === chosen}
              onFocus={() => setFocus(city.id)}
              onChoose={onChoose}
            />
          ))}
        {small &&
          ordered
            .filter((city) => size(city.id) > 0.4)
            .map((city) => (
              <circle key={city.id} class="crowd" cx={city.x} cy={city.y} r={size(city.id) * 0.6} />
            ))}
        <g class="names" aria-hidden="true">
          {names.map((name) => (
            <Name key={name.id} {...name} />
          ))}
        </g>
      </svg>
    </div>
  );
}

function Name({ name, tx, ty, anchor }: Placed) {
  return (
    <text x={tx} y={ty} text-anchor={anchor} font-size="11.5" fill={INK} class="halo">
      {name}
    </text>
  );
}

interface CityProps {
  place: { id: string; name: string; x: number; y: number; rest: boolean };
  days: CityDays | undefined;
  day: number;
  view: View;
  radius: (people: number) => number;
  start: number;
  tab: boolean;
  chosen: boolean;
  onFocus: () => void;
  onChoose?: (city: string) => void;
}

function City({ place, days, day, view, radius, start, tab, chosen, onFocus, onChoose }: CityProps) {
  const [low, middle, high] = (["low", "median", "high"] as const).map((end) => people(days, day, end));
  const chance = days?.chance_over[day] ?? null;
  const words = `${place.name}: median ${number(middle)} people, 90% of runs ${number(low)} to ${number(high)}; ${percent(chance)} of runs have a gathering of ${start} or more.`;
  const choose = () => onChoose?.(place.id);
  const ring = Math.max(4, radius(view === "spread" ? high! : middle!));
  return (
    <g
      class={chosen ? "city chosen" : "city"}
      data-city={place.id}
      role="button"
      aria-label={words}
      aria-pressed={chosen}
      tabindex={tab ? 0 : -1}
      transform={`translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`}
      onFocus={onFocus}
      onClick={choose}
    >
      <title>{words}</title>
      <circle r={Math.max(ring, 6)} class="target" />
      {view === "median" && <circle r={radius(middle!)} class="crowd" />}
      {view === "chance" && (chance ?? 0) > 0 && (
        <circle r={place.rest ? 3.5 : 5.5} fill={shareColor(chance)} stroke={MUTED} stroke-width="1" />
      )}
      {view === "spread" && (
        <>
          <circle r={radius(high!)} class="spread-high" />
          <circle r={radius(middle!)} class="spread-middle" />
          <circle r={radius(low!)} class="crowd" />
        </>
      )}
      {!place.rest && <circle r="1.4" class="town" />}
      <circle r={ring + 3} class="ring" />
    </g>
  );
}

/** Area of a circle by people: the fullest town of any day is the largest circle. */
export function circleScale(page: Page, view: View, width: number): (people: number) => number {
  const end = view === "spread" ? "high" : "median";
  const most = Math.max(1000, ...page.cities_by_day.flatMap((city) => city.crowd[end].map((n) => n ?? 0)));
  return scaleSqrt([0, most], [0, Math.min(LARGEST_CIRCLE, width / 20)]);
}

const people = (days: CityDays | undefined, day: number, end: "low" | "median" | "high"): number =>
  days?.crowd[end][day] ?? 0;

/** The nearest town in the direction of an arrow key. */
function toward(
  places: { id: string; x: number; y: number }[],
  from: string,
  key: string,
): string | null {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const here = places.find((place) => place.id === from);
  if (!way || !here) return null;
  let [best, nearest] = [null as string | null, Infinity];
  for (const place of places) {
    const [dx, dy] = [place.x - here.x, place.y - here.y];
    const along = dx * way[0]! + dy * way[1]!;
    const aside = Math.abs(dx * way[1]!) + Math.abs(dy * way[0]!);
    if (place.id === from || along <= 0.5 || aside > along * 2) continue;
    const cost = along + 2 * aside;
    if (cost < nearest) [best, nearest] = [place.id, cost];
  }
  return best;
}
