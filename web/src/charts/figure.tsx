import type { ComponentChildren } from "preact";
import { useContext, useId, useRef, useState } from "preact/hooks";
import { csv, type Table } from "../exports/csv";
import { save } from "../exports/save";
import { png, standalone } from "../exports/svg";
import { WorkbenchContext } from "../state/context";
import { DataTable } from "./data_table";

export interface LegendItem {
  color: string;
  label: string;
  /** How the mark looks on the page; in exported pictures every mark is a square. */
  mark?: "area" | "line" | "dashed" | "dot" | "ring";
}

interface Props {
  /** File name of what is exported, without ending. */
  name: string;
  title: string;
  note?: string;
  legend?: LegendItem[];
  /** Rows behind the chart, made only when asked for. */
  table: () => Table;
  /** Table of the run's dataset that the server gives as Parquet. */
  dataset?: string;
  /** Charts drawn as pictures; a chart made of a table has no picture to save. */
  picture?: boolean;
  level?: 2 | 3;
  children: ComponentChildren;
}

/** A chart with its title, its legend, the table behind it and everything that can be saved of it. */
export function Figure(props: Props) {
  const { name, title, note, legend = [], table, dataset, picture = true, level = 2 } = props;
  const workbench = useContext(WorkbenchContext);
  const body = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  const page = workbench?.state.page;
  const file = `${page?.scenario.name ?? "upheaval"}-${name}`;

  const svg = (): string | null => {
    const chart = body.current?.querySelector<SVGSVGElement>("svg.chart");
    if (!chart || !page) return null;
    const { run, scenario } = page;
    const origin = `upheaval ${run.version} · ${scenario.title} · ${run.replicates} runs, seed ${run.seed}, data ${run.digest.slice(0, 12)} · what-if, not forecast`;
    return standalone(chart, { title, note: note ?? "", origin, legend });
  };
  const savePng = async () => {
    const text = svg();
    if (text) save(await png(text), `${file}.png`);
  };
  const saveSvg = () => {
    const text = svg();
    if (text) save(text, `${file}.svg`, "image/svg+xml");
  };
  const parquet = dataset && page ? workbench?.source.table?.(page, dataset, "parquet") : null;

  return (
    <figure class="figure" aria-labelledby={id}>
      <figcaption>
        <Heading id={id}>{title}</Heading>
        {note && <p class="note">{note}</p>}
        {legend.length > 0 && <Legend items={legend} />}
      </figcaption>
      <div class="figure-body" ref={body}>
        {props.children}
      </div>
      <div class="tools" role="group" aria-label={`Data of: ${title}`}>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          Table
        </button>
        <button type="button" onClick={() => save(csv(table()), `${file}.csv`, "text/csv")}>
          CSV
        </button>
        {parquet && (
          <a href={parquet} download={`${file}.parquet`}>
            Parquet
          </a>
        )}
        {picture && (
          <>
            <button type="button" onClick={() => void savePng()}>
              PNG
            </button>
            <button type="button" onClick={saveSvg}>
              SVG
            </button>
          </>
        )}
      </div>
      {open && <DataTable table={table()} caption={title} />}
    </figure>
  );
}

export function Legend({ items }: { items: LegendItem[] }) {
  return (
    <ul class="legend">
      {items.map((item) => (
        <li key={item.label}>
          <svg width="16" height="12" aria-hidden="true">
            <Mark {...item} />
          </svg>
          {item.label}
        </li>
      ))}
    </ul>
  );
}

function Mark({ color, mark = "area" }: LegendItem) {
  if (mark === "line") return <line x1="0" x2="16" y1="6" y2="6" stroke={color} stroke-width="2.5" />;
  if (mark === "dashed")
    return <line x1="0" x2="16" y1="6" y2="6" stroke={color} stroke-width="2" stroke-dasharray="4 3" />;
  if (mark === "dot") return <circle cx="8" cy="6" r="4" fill={color} />;
  if (mark === "ring") return <circle cx="8" cy="6" r="4" fill="none" stroke={color} stroke-width="2" />;
  return <rect x="2" width="12" height="12" rx="2" fill={color} />;
}
