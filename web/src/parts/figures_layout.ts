import type { Faction, Figure } from "../page";

export interface Node {
  figure: Figure;
  x: number;
  y: number;
  /** Room for name and role. */
  width: number;
}

export interface Box {
  faction: Faction;
  x: number;
  y: number;
  width: number;
  height: number;
}

const CELL_WIDTH = 170;
const CELL_HEIGHT = 34;
const HEAD = 38;
const GAP = 14;

/**
 * Factions as boxes, their figures in rows inside. Boxes fill columns from the top, the shortest
 * column first, so that names never touch and the picture does not jump from day to day.
 */
export function layout(
  factions: Faction[],
  figures: Figure[],
  width: number,
): { boxes: Box[]; nodes: Node[]; height: number } {
  const columns = Math.max(1, Math.min(4, Math.floor((width + GAP) / (CELL_WIDTH * 1.34 + GAP))));
  const boxWidth = (width - GAP * (columns - 1)) / columns;
  const across = Math.max(1, Math.floor((boxWidth - 12) / CELL_WIDTH));
  const heights = Array.from({ length: columns }, () => 0);
  const boxes: Box[] = [];
  const nodes: Node[] = [];
  const sized = factions
    .map((faction) => ({ faction, members: figures.filter((figure) => figure.faction === faction.id) }))
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => b.members.length - a.members.length);
  for (const { faction, members } of sized) {
    const column = heights.indexOf(Math.min(...heights));
    const height = HEAD + Math.ceil(members.length / across) * CELL_HEIGHT + 6;
    const [x, y] = [column * (boxWidth + GAP), heights[column]!];
    boxes.push({ faction, x, y, width: boxWidth, height });
    const cell = (boxWidth - 12) / across;
    members.forEach((figure, at) =>
      nodes.push({
        figure,
        x: x + 16 + (at % across) * cell,
        y: y + HEAD + Math.floor(at / across) * CELL_HEIGHT + 12,
        width: cell - 4,
      }),
    );
    heights[column] = y + height + GAP;
  }
  return { boxes, nodes, height: Math.max(...heights) - GAP };
}
