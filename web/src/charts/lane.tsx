import { scaleLinear } from "d3-scale";
import { BAND, INK, LINE, MEDIAN, MUTED } from "../numbers/colors";
import { bandPath, linePath } from "./paths";
import type { Ribbon } from "./fan";

interface Props {
  title: string;
  words: string;
  band: Ribbon;
  y: number;
  width: number;
  low: number;
  high: number;
  day?: number;
  height?: number;
}

/** One small band with its title and what it is on the chosen day; lanes stand below each other. */
export function Lane({ title, words, band, y, width, low, high, day, height = 30 }: Props) {
  const x = scaleLinear([0, band.median.length - 1], [0, width]);
  const at = scaleLinear([low, high], [18 + height, 18]);
  return (
    <g transform={`translate(0 ${y})`}>
      <text x="0" y="13" font-size="11.5" fill={INK}>
        {title}
      </text>
      <text x={width} y="13" font-size="11.5" text-anchor="end" fill={MUTED}>
        {words}
      </text>
      <rect x="0.5" y="18.5" width={width - 1} height={height} fill="#fafbfc" stroke={LINE} />
      <path d={bandPath(band.low, band.high, x, at)} fill={BAND} />
      <path d={linePath(band.median, x, at)} class="median" stroke={MEDIAN} />
      {day !== undefined && <line x1={x(day)} x2={x(day)} y1="18" y2={18 + height} stroke={INK} />}
    </g>
  );
}
