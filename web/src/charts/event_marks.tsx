import { INK } from "../numbers/colors";
import type { Scale } from "./axes";

export interface Mark {
  letter: string;
  day: number;
  title: string;
}

const SPACE = 16;

/** Lettered events above a plot. Events of the same days are pushed apart; a line leads to each day. */
export function EventMarks(props: {
  marks: Mark[];
  x: Scale;
  left: number;
  right: number;
  top: number;
  bottom: number;
}) {
  const { marks, x, left, right, top, bottom } = props;
  const places = spread(
    marks.map((mark) => x(mark.day)),
    left + 6,
    right - 6,
  );
  return (
    <g class="events">
      {marks.map((mark, index) => (
        <g key={mark.letter}>
          <path
            d={`M${places[index]!.toFixed(1)} 16L${x(mark.day).toFixed(1)} ${top}V${bottom}`}
            class="event-line"
          />
          <circle cx={places[index]} cy="9" r="7.5" fill={INK} />
          <text
            x={places[index]}
            y="9"
            dy="0.34em"
            text-anchor="middle"
            font-size="10"
            font-weight="600"
            fill="#ffffff"
          >
            {mark.letter}
            <title>{mark.title}</title>
          </text>
        </g>
      ))}
    </g>
  );
}

/** Places in the order of the days, none nearer than a letter's width, all between the ends. */
export function spread(wanted: number[], low: number, high: number): number[] {
  const room = Math.min(SPACE, (high - low) / Math.max(1, wanted.length - 1));
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const places = [...wanted];
  let last = -Infinity;
  for (const index of order) last = places[index] = Math.max(wanted[index]!, last + room, low);
  last = Infinity;
  for (const index of order.reverse()) {
    places[index] = Math.min(places[index]!, last - room, high);
    last = places[index]!;
  }
  return centered(wanted, places, order.reverse(), room, low, high);
}

/** Move each bunch of touching places to the middle of the days that it stands for. */
function centered(
  wanted: number[],
  places: number[],
  order: number[],
  room: number,
  low: number,
  high: number,
): number[] {
  const result = [...places];
  let start = 0;
  for (let at = 1; at <= order.length; at += 1) {
    const touching =
      at < order.length && result[order[at]!]! - result[order[at - 1]!]! <= room + 0.01;
    if (touching) continue;
    const bunch = order.slice(start, at);
    const shift =
      bunch.reduce((sum, index) => sum + wanted[index]! - result[index]!, 0) / bunch.length;
    const floor = start > 0 ? result[order[start - 1]!]! + room : low;
    const ceiling = at < order.length ? result[order[at]!]! - room : high;
    const held = Math.max(
      floor - result[bunch[0]!]!,
      Math.min(ceiling - result[bunch.at(-1)!]!, shift),
    );
    for (const index of bunch) result[index] = result[index]! + held;
    start = at;
  }
  return result;
}
