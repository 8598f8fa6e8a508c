import { Figure } from "../charts/figure";
import { number, range } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Missing } from "./missing";

interface PartRow {
  part: number;
  title: string;
  mechanisms: string[];
  switch: string;
  demonstration: {
    what: string;
    value: number | null;
    low: number | null;
    high: number | null;
    unit: string;
    expected: string;
    verdict: string;
  } | null;
}

/** The parts of the system, and what the runs show of each. */
export function PartsTable() {
  const [{ page }] = useWorkbench();
  const rows = page.parts as PartRow[] | null;
  if (!rows) return <Missing command="parts" what="what the runs show of each part of the system" />;
  return (
    <Figure
      name="parts"
      title={`${rows.length} parts of the system`}
      note="What the runs show of each part when it is switched."
      picture={false}
      table={() => ({
        columns: ["part", "title", "mechanisms", "switch", "what", "value", "low", "high", "unit", "expected", "verdict"],
        rows: rows.map((row) => [
          row.part, row.title, row.mechanisms.join("; "), row.switch, row.demonstration?.what,
          row.demonstration?.value, row.demonstration?.low, row.demonstration?.high, row.demonstration?.unit,
          row.demonstration?.expected, row.demonstration?.verdict,
        ]),
      })}
    >
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Parts of the system">
        <table class="data cards parts">
          <thead>
            <tr>
              <th scope="col" class="n">No.</th>
              <th scope="col">Part</th>
              <th scope="col">Shown</th>
              <th scope="col" class="n">Value (range)</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.part}>
                <td class="n">{row.part}</td>
                <td>{row.title}</td>
                <td>{row.demonstration?.what ?? "–"}</td>
                <td class="n" data-label="Value">{value(row)}</td>
                <td data-label="Verdict">{row.demonstration?.verdict ?? "not shown"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function value({ demonstration }: PartRow): string {
  if (!demonstration) return "–";
  const unit = demonstration.unit && demonstration.unit !== "1" ? ` ${demonstration.unit}` : "";
  return `${number(demonstration.value)} (${range(demonstration.low, demonstration.high)})${unit}`;
}
