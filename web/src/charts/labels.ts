export interface Place {
  id: string;
  name: string;
  x: number;
  y: number;
  r: number;
  population: number;
}

export interface Placed extends Place {
  tx: number;
  ty: number;
  anchor: "start" | "middle" | "end";
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LETTER = 6.9;
const LINE = 12;
/** Room between two names, so that they are not read as one. */
const APART = 5;

/**
 * Names of towns that fit without touching another name or a large circle. Crowds come first, then
 * size of town; a town without room on any side keeps its circle and goes without a name.
 */
export function labelled(places: Place[], width: number, height: number, factor: number): Placed[] {
  const most = Math.round(8 + 22 * Math.min(1, factor));
  const order = [...places]
    .filter((place) => place.r > 3 || place.population > 150_000)
    .sort((a, b) => Math.round(b.r) - Math.round(a.r) || b.population - a.population);
  const taken: Box[] = places
    .filter((place) => place.r > 7)
    .map(({ x, y, r }) => ({ left: x - r * 0.7, right: x + r * 0.7, top: y - r * 0.7, bottom: y + r * 0.7 }));
  const placed: Placed[] = [];
  for (const place of order) {
    if (placed.length >= most) break;
    const found = sides(place).find(
      ({ box }) =>
        box.left > 0 && box.right < width && box.top > 0 && box.bottom < height &&
        !taken.some((other) => touch(box, other)),
    );
    if (!found) continue;
    taken.push(found.box);
    placed.push({ ...place, tx: found.tx, ty: found.ty, anchor: found.anchor });
  }
  return placed;
}

function sides({ name, x, y, r }: Place) {
  const wide = name.length * LETTER;
  const gap = r + 4;
  const box = (left: number, top: number): Box => ({
    left: left - APART / 2, right: left + wide + APART / 2, top, bottom: top + LINE,
  });
  return [
    { tx: x, ty: y - gap, anchor: "middle" as const, box: box(x - wide / 2, y - gap - LINE + 2) },
    { tx: x + gap, ty: y + 4, anchor: "start" as const, box: box(x + gap, y - 6) },
    { tx: x - gap, ty: y + 4, anchor: "end" as const, box: box(x - gap - wide, y - 6) },
    { tx: x, ty: y + gap + 8, anchor: "middle" as const, box: box(x - wide / 2, y + gap - 2) },
  ];
}

const touch = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
