import { useState } from "preact/hooks";
import type { Table } from "../exports/csv";
import { number } from "../numbers/format";

const FIRST = 60;

/** The rows behind a chart; a long table is shown in part until the rest is asked for. */
export function DataTable({ table, caption }: { table: Table; caption: string }) {
  const [all, setAll] = useState(false);
  const rows = all ? table.rows : table.rows.slice(0, FIRST);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Table: ${caption}`}>
      <table class="data">
        <caption class="quiet">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at} class={typeof cell === "number" ? "n" : undefined}>
                  {typeof cell === "number" ? number(cell, 4) : (cell ?? "–")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < table.rows.length && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          Show all {table.rows.length} rows
        </button>
      )}
    </div>
  );
}
