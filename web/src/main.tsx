import { render } from "preact";
import { App, Loading } from "./app";
import { fileSource } from "./sources/file";
import { serverSource } from "./sources/server";
import type { Source } from "./sources/source";
import { worded, Workbench } from "./state/workbench";
import "./styles/all.css";

const root = document.getElementById("app")!;
const inlined = document.getElementById("page")?.textContent;

function source(): Source {
  if (inlined) return fileSource(inlined);
  const asked = new URLSearchParams(location.search).get("scenario");
  const given = document.querySelector<HTMLMetaElement>('meta[name="scenario"]')?.content;
  return serverSource(asked ?? given ?? "", (progress) => render(<Loading progress={progress} />, root));
}

/** How long the page may take before it says that it is being read. */
const PATIENCE = 400;

async function start(): Promise<void> {
  const waiting = setTimeout(() => render(<Loading progress={null} />, root), PATIENCE);
  try {
    const from = source();
    const page = await from.page();
    clearTimeout(waiting);
    document.title = `${page.scenario.title} · upheaval`;
    const workbench = new Workbench(from, page);
    render(<App workbench={workbench} />, root);
    // After the first screen is drawn, so that it does not wait for what it does not show.
    const complete = () =>
      void workbench.complete().catch((error) => workbench.update({ message: worded(error) }));
    if ("requestIdleCallback" in window) requestIdleCallback(complete, { timeout: 500 });
    else setTimeout(complete, 50);
  } catch (error) {
    clearTimeout(waiting);
    render(<Loading progress={null} message={worded(error)} />, root);
  }
}

void start();
