import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { capital, number, percent, plainName } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Missing } from "./missing";

interface Indices {
  parameters: Record<string, { first: number; first_error: number; total: number; total_error: number }>;
  luck_and_others: { share: number; error: number };
}

interface Sensitive {
  runs: number;
  scale: number;
  screened: number;
  screening: { parameter: string }[];
  indices: Record<string, Indices>;
}

/** Which uncertain parameters the results hang on: Sobol's indices of those that a screening left. */
export function Sensitivity() {
  const [{ page, baseline }] = useWorkbench();
  const found = page.sensitivity as Sensitive | null;
  const names = Object.keys(found?.indices ?? {});
  const [chosen, setChosen] = useState(names[0] ?? "");
  if (!found) return <Missing command="sensitivity" what="which uncertain parameters the results hang on" />;
  const titles = new Map(baseline.inputs.sliders.map((slider) => [slider.path, slider.title]));
  const { parameters, luck_and_others: luck } = found.indices[chosen]!;
  const rows = Object.entries(parameters).sort((a, b) => b[1].total - a[1].total);
  const share = (value: number, error: number) => (
    <>
      {percent(value)} <span class="quiet-text">±{number(100 * error, 2)}</span>
    </>
  );
  return (
    <Figure
      name="sensitivity"
      title="Which uncertain parameters the results hang on"
      note={`Share of the variance of a result that a parameter makes alone, and with others, with standard errors in points (Sobol's indices; the ${rows.length} that moved most of ${number(found.screened)} in Morris's screening; ${number(found.runs)} runs at 1:${number(found.scale)}).`}
      picture={false}
      table={() => ({
        columns: ["result", "parameter", "alone", "error", "with others", "error "],
        rows: names.flatMap((name) =>
          Object.entries(found.indices[name]!.parameters).map(([path, item]) => [
            name, path, item.first, item.first_error, item.total, item.total_error,
          ]),
        ),
      })}
    >
      <label class="field inline">
        Result
        <select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          {names.map((name) => (
            <option key={name} value={name}>
              {capital(plainName(name))}
            </option>
          ))}
        </select>
      </label>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Sensitivity by parameter">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              <th scope="col" class="n">Alone</th>
              <th scope="col" class="n">With others</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([path, item]) => (
              <tr key={path}>
                <td>
                  {titles.get(path) ?? path} <span class="quiet-text block">{path}</span>
                </td>
                <td class="n">{share(item.first, item.first_error)}</td>
                <td class="n">{share(item.total, item.total_error)}</td>
              </tr>
            ))}
            <tr>
              <td>Luck, and all other parameters</td>
              <td class="n">{share(luck.share, luck.error)}</td>
              <td />
            </tr>
          </tbody>
        </table>
      </div>
    </Figure>
  );
}
