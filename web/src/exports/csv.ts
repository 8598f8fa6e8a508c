export type Cell = string | number | boolean | null | undefined;

/** What a chart shows, as rows. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

/** RFC 4180; a cell that a spreadsheet would take for a formula gets a leading apostrophe. */
export function csv({ columns, rows }: Table): string {
  const line = (cells: Cell[]) => cells.map(cell).join(",");
  return `${[columns, ...rows].map(line).join("\r\n")}\r\n`;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  let text = String(value);
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
