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

async function start(): Promise<void> {
  if (!inlined) render(<Loading progress={null} />, root);
  try {
    const from = source();
    const page = await from.page();
    document.title = `${page.scenario.title} · upheaval`;
    const workbench = new Workbench(from, page);
    render(<App workbench={workbench} />, root);
    // After the first screen is drawn, so that it does not wait for what it does not show.
    setTimeout(() => void workbench.complete().catch((error) => workbench.update({ message: worded(error) })), 50);
  } catch (error) {
    render(<Loading progress={null} message={worded(error)} />, root);
  }
}

void start();
