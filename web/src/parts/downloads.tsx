import { save } from "../exports/save";
import { capital } from "../numbers/format";
import { useWorkbench } from "../state/context";

const TABLES = [
  "outcomes", "street", "runs", "peaks", "events", "cities", "tolls", "regions", "factions", "offices",
  "organs", "loyalty", "claims", "beliefs", "whatifs", "comparison", "aftermath", "record", "inputs",
];

/** Whole tables of the run from the server, and the page itself from anywhere. */
export function Downloads() {
  const [{ page }, { source }] = useWorkbench();
  const name = page.scenario.name;
  const tables = source.table && page.run.id ? TABLES.filter((table) => table !== "comparison" || page.comparison) : [];
  return (
    <>
      <h2 class="section">Downloads</h2>
      <p class="note">Each chart has its own table and picture below it.</p>
      {tables.length > 0 && (
        <ul class="downloads">
          {tables.map((table) => (
            <li key={table}>
              {capital(table)}{" "}
              {(["csv", "parquet"] as const).map((format) => (
                <a key={format} href={source.table!(page, table, format)!} download={`${name}-${table}.${format}`}>
                  {format === "csv" ? "CSV" : "Parquet"}
                  <span class="quiet"> of {table}</span>
                </a>
              ))}
            </li>
          ))}
        </ul>
      )}
      <button type="button" onClick={() => save(JSON.stringify(page), `${name}-page.json`, "application/json")}>
        This page as JSON
      </button>
    </>
  );
}
