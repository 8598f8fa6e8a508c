import { known } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Words } from "./copy";
import { useAnswerOption, useCommand, type Command } from "./missing";

/** Every answer that a page may hold: whether it is here, and the command that makes it. */
export function OnThisPage() {
  const [{ page }] = useWorkbench();
  const answered = page.whatifs.filter((item) => item.result).length;
  const traced = page.whatifs.filter((item) => item.result?.trace).length;
  const rows: { what: string; here: boolean; command: Command }[] = [
    { what: "Explanations, with probabilities or why there are none", here: known(simulations(page.explanations)), command: "explain" },
    { what: "Value of verifying", here: page.verify !== null, command: "verify" },
    { what: "Foreseen from a day", here: page.foreseen !== null, command: "foresee" },
    { what: "Hindcast", here: page.method.hindcast !== null, command: "foresee --hindcast" },
    { what: "Sensitivity", here: page.sensitivity !== null, command: "sensitivity" },
    { what: "Parts of the system", here: page.parts !== null, command: "parts" },
  ];
  return (
    <section class="figure" aria-label="Answers on this page">
      <h2>Answers on this page</h2>
      <p class="note">
        An answer that is written to a file comes along with: <code>{useAnswerOption("FILE")}</code>
      </p>
      <table class="data cards">
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">Here</th>
            <th scope="col">Command</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.what}>
              <td>{row.what}</td>
              <td data-label="Here">{row.here ? "✓ yes" : "✗ no"}</td>
              <td>
                <Made command={row.command} />
              </td>
            </tr>
          ))}
          <tr>
            <td>What-ifs</td>
            <td data-label="Here">
              {answered} of {page.whatifs.length}, {traced} with a trace
            </td>
            <td>
              <code><Words text={`upheaval whatif ${page.scenario.name} --with NAME --trace`} /></code>
            </td>
          </tr>
          <tr>
            <td>Preview of the sliders</td>
            <td data-label="Here">{page.surrogate ? `✓ ${page.surrogate.label}` : "✗ no"}</td>
            <td>
              <code><Words text={`upheaval serve ${page.scenario.name} --preview 960`} /></code>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

const Made = ({ command }: { command: Command }) => <code><Words text={useCommand(command)} /></code>;

function simulations(answer: unknown): number | undefined {
  return (answer as { simulations?: number } | null)?.simulations;
}
