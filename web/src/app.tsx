import type { ComponentChildren, ComponentType } from "preact";
import { number } from "./numbers/format";
import { Header } from "./parts/header";
import { Rail } from "./parts/rail";
import { Status } from "./parts/status";
import { AftermathScreen } from "./screens/aftermath";
import { ClaimsScreen } from "./screens/claims";
import { DaysScreen } from "./screens/days";
import { ExplanationsScreen } from "./screens/explanations";
import { MethodScreen } from "./screens/method";
import { OverviewScreen } from "./screens/overview";
import { PowerScreen } from "./screens/power";
import { ScenarioScreen } from "./screens/scenario";
import { WhatIfScreen } from "./screens/what_if";
import type { Progress } from "./sources/progress";
import { useWorkbench, WorkbenchContext } from "./state/context";
import { useRoute, type Screen } from "./state/route";
import type { Workbench } from "./state/workbench";
import { ClassScreen } from "./teacher/class";

const SHOWN: Record<Screen, ComponentType> = {
  overview: OverviewScreen,
  days: DaysScreen,
  power: PowerScreen,
  explanations: ExplanationsScreen,
  claims: ClaimsScreen,
  "what-if": WhatIfScreen,
  aftermath: AftermathScreen,
  method: MethodScreen,
  scenario: ScenarioScreen,
  class: ClassScreen,
};

/** The whole workbench: screens above, sliders beside them, one screen at a time. */
export function App({ workbench, inside = false }: { workbench: Workbench; inside?: boolean }) {
  const [screen, go] = useRoute(inside);
  const Shown = SHOWN[screen];
  const playing = screen === "class";
  return (
    <WorkbenchContext.Provider value={workbench}>
      {!inside && (
        <a class="skip" href="#main" onClick={skip}>
          To the results
        </a>
      )}
      <Header screen={screen} go={go} />
      <div class={playing ? "layout alone" : "layout"}>
        <main id="main" tabIndex={-1}>
          {!playing && <Status />}
          <Whole screen={screen}>
            <Shown key={screen} />
          </Whole>
        </main>
        {!playing && <Rail />}
      </div>
    </WorkbenchContext.Provider>
  );
}

/** Screens after the first wait for the rest of the page. */
function Whole({ screen, children }: { screen: Screen; children: ComponentChildren }) {
  const [{ whole }] = useWorkbench();
  if (whole || screen === "overview") return <>{children}</>;
  return <p role="status">Reading the page.</p>;
}

/** The address holds the screen, so a jump inside the page may not change it. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

export function Loading({ progress, message }: { progress: Progress | null; message?: string }) {
  return (
    <>
    <header class="top">
      <p class="brand">
        <strong>upheaval</strong>
      </p>
    </header>
    <main class="loading">
      <h1>upheaval</h1>
      {message ? (
        <p role="alert">{message}</p>
      ) : (
        <p role="status">
          {progress
            ? `The baseline is being run: ${number(progress.done)} of ${number(progress.total)}.`
            : "Reading the page."}
        </p>
      )}
      {progress && (
        <progress aria-label="Baseline" value={progress.done} max={progress.total || 1} />
      )}
    </main>
    </>
  );
}
