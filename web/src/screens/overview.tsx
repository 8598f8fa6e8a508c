import { Icons } from "../charts/icons";
import { Figure } from "../charts/figure";
import { outcomeColor } from "../numbers/colors";
import { percent } from "../numbers/format";
import { ForeseenFigure } from "../parts/foreseen";
import { LoyaltyChart } from "../parts/loyalty_chart";
import { MapFigure } from "../parts/map_figure";
import { OutcomeList } from "../parts/outcome_list";
import { StreetChart } from "../parts/street_chart";
import { useWorkbench } from "../state/context";

/** What happens, how surely, where and when. */
export function OverviewScreen() {
  const [{ page, baseline, pinned, preview, whole }] = useWorkbench();
  const compare = pinned ?? (page !== baseline || preview ? baseline : null);
  const shares = page.outcomes.map((item) => (preview ? (preview[item.name] ?? 0) : item.share));
  return (
    <>
      <section class="answer" aria-label="Answer">
        <div>
          <h1>{preview ? guess(page.outcomes, shares, page.surrogate!.label) : page.sentence}</h1>
          <OutcomeList outcomes={page.outcomes} preview={preview} compare={compare?.outcomes ?? null} />
        </div>
        <Figure
          name="outcomes"
          title={preview ? `Of 100 runs (${page.surrogate!.label})` : "Of 100 runs"}
          legend={page.outcomes.map((item) => ({
            color: outcomeColor(item.rank, page.outcomes.length),
            label: item.label,
          }))}
          dataset="outcomes"
          table={() => ({
            columns: ["outcome", "share", "low", "high", "runs", "in words"],
            rows: page.outcomes.map((item) => [
              item.label, item.share, item.low, item.high, item.count, item.phrase,
            ]),
          })}
        >
          <Icons outcomes={page.outcomes} shares={shares} />
        </Figure>
      </section>
      <div class="columns wide-left">
        <div>
          <MapFigure />
          <LoyaltyChart />
        </div>
        <StreetChart height={490} />
      </div>
      <p class="summary">{page.scenario.summary}</p>
      {whole && <ForeseenFigure />}
    </>
  );
}

function guess(outcomes: { label: string }[], shares: number[], label: string): string {
  const best = shares.indexOf(Math.max(...shares));
  return `Most often ${outcomes[best]!.label.toLowerCase()}: about ${percent(shares[best])} (${label}).`;
}
