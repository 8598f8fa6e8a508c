import { AlignmentChart } from "../parts/alignment_chart";
import { DaySlider } from "../parts/day_slider";
import { FactionsChart } from "../parts/factions_chart";
import { FiguresChart } from "../parts/figures_chart";
import { OfficesChart } from "../parts/offices_chart";
import { OrgansChart } from "../parts/organs_chart";

/** Figures, offices, organs and foreign powers, by day. */
export function PowerScreen() {
  return (
    <>
      <h1>Who holds power</h1>
      <p class="lead">
        Figures and their ties are those of the record; who keeps an office, which organ follows whom and
        which camp stays in the coalition is what the runs do with them.
      </p>
      <DaySlider />
      <FiguresChart />
      <div class="columns">
        <OfficesChart />
        <div>
          <OrgansChart />
          <FactionsChart />
        </div>
      </div>
      <AlignmentChart />
    </>
  );
}
