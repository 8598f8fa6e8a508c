import { Figure } from "../charts/figure";
import { capital, number, percent, percentRange, plainName, points } from "../numbers/format";
import { useWorkbench } from "../state/context";

/** Packages of sanctions, the wealth that they could reach, and what-ifs about them. */
export function SanctionsTable() {
  const [{ page }] = useWorkbench();
  const { packages, wealth, sanction_whatifs } = page.aftermath;
  const factions = new Map(page.power.factions.map((faction) => [faction.id, faction.name]));
  const whatifs = page.whatifs.filter((item) => sanction_whatifs.includes(item.name));
  return (
    <div class="columns">
      <Figure
        name="sanctions"
        title="Packages of sanctions"
        note="A package threatens once its number of dead is reached; all numbers of packages are assumptions of the scenario."
        picture={false}
        dataset="aftermath"
        table={() => ({
          columns: ["package", "jurisdiction", "probability", "share seized", "dead", "delay, days", "threatens in runs"],
          rows: packages.map((row) => [
            row.package, row.jurisdiction, row.probability, row.share_seized, row.trigger_deaths, row.delay, row.triggered,
          ]),
        })}
      >
        <div class="scroll tall" tabIndex={0} role="region" aria-label="Packages of sanctions">
          <table class="data">
            <thead>
              <tr>
                <th scope="col">Package, where</th>
                <th scope="col" class="n">Carried out</th>
                <th scope="col" class="n">Seizes</th>
                <th scope="col" class="n">From dead</th>
                <th scope="col" class="n">After days</th>
                <th scope="col" class="n">Threatens in</th>
              </tr>
            </thead>
            <tbody>
              {packages.map((row) => (
                <tr key={`${row.package}-${row.jurisdiction}`}>
                  <td>
                    {capital(plainName(row.package))}, {place(row.jurisdiction)}
                  </td>
                  <td class="n">{percent(row.probability)}</td>
                  <td class="n">{percent(row.share_seized)}</td>
                  <td class="n">{number(row.trigger_deaths)}</td>
                  <td class="n">{number(row.delay)}</td>
                  <td class="n">{percent(row.triggered)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {whatifs.length > 0 && (
          <ul class="changed-inputs">
            {whatifs.map((item) => {
              const most = [...(item.result?.outcomes ?? [])].sort(
                (a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0),
              )[0];
              return (
                <li key={item.name}>
                  What if: {item.title}.{" "}
                  {most ? `${most.title} ${points(most.difference)} points (${points(most.low)} to ${points(most.high)}).` : "Not run for this page: "}
                  {!most && <code>{`upheaval whatif ${page.scenario.name} --with ${item.name}`}</code>}
                </li>
              );
            })}
          </ul>
        )}
      </Figure>
      <Figure
        name="wealth-abroad"
        title="Wealth abroad"
        note="Share of a faction's wealth that is held abroad, its chance of being sanctioned at the end, and runs in which it broke with the ruler."
        picture={false}
        dataset="aftermath"
        table={() => ({
          columns: ["faction", "abroad", "5%", "95%", "risk", "risk 5%", "risk 95%", "broke with the ruler"],
          rows: wealth.map((row) => [
            factions.get(row.faction) ?? row.faction, row.exposure.median, row.exposure.low, row.exposure.high,
            row.risk.median, row.risk.low, row.risk.high, row.defected,
          ]),
        })}
      >
        <div class="scroll tall" tabIndex={0} role="region" aria-label="Wealth abroad">
          <table class="data">
            <thead>
              <tr>
                <th scope="col">Faction</th>
                <th scope="col" class="n">Abroad</th>
                <th scope="col" class="n">Risk</th>
                <th scope="col" class="n">Breaks</th>
              </tr>
            </thead>
            <tbody>
              {wealth.map((row) => (
                <tr key={row.faction}>
                  <td>{factions.get(row.faction) ?? row.faction}</td>
                  <td class="n">
                    {percent(row.exposure.median)} ({percentRange(row.exposure.low, row.exposure.high)})
                  </td>
                  <td class="n">
                    {percent(row.risk.median)} ({percentRange(row.risk.low, row.risk.high)})
                  </td>
                  <td class="n">{percent(row.defected)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Figure>
    </div>
  );
}

/** 'uk' and 'eu' are written in capitals, 'switzerland' as a name. */
const place = (name: string): string => (name.length <= 3 ? name.toUpperCase() : capital(plainName(name)));
