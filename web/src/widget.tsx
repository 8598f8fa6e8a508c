import { render } from "preact";
import { App } from "./app";
import { fileSource } from "./sources/file";
import styles from "./styles/all.css?inline";
import { Workbench } from "./state/workbench";

interface Model {
  get(name: string): unknown;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
}

/** The page in a notebook, by anywidget. */
async function draw({ model, el }: { model: Model; el: HTMLElement }): Promise<() => void> {
  // A tree of its own: the notebook's styles do not reach in, and ours do not reach out.
  const shadow = el.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];
  const root = document.createElement("div");
  root.className = "upheaval-widget";
  shadow.append(root);
  const show = async () => {
    root.style.setProperty("--widget-height", `${Number(model.get("height")) || 720}px`);
    const source = fileSource(String(model.get("page")), "widget");
    render(<App workbench={new Workbench(source, await source.page())} inside />, root);
  };
  // JupyterLab listens for keys on the window and would take the arrows of a slider for its own.
  const keep = (event: KeyboardEvent) => {
    const path = event.composedPath();
    if (!path.includes(root)) return;
    event.stopImmediatePropagation();
    forward(event, path[0] as Element);
  };
  const kinds = ["keydown", "keyup", "keypress"] as const;
  kinds.forEach((kind) => addEventListener(kind, keep, { capture: true }));
  model.on("change:page", show);
  model.on("change:height", show);
  await show();
  return () => {
    kinds.forEach((kind) => removeEventListener(kind, keep, { capture: true }));
    model.off("change:page", show);
    model.off("change:height", show);
    render(null, root);
  };
}

/** Give our own components a copy of a key that was stopped, without letting it rise out of them. */
function forward(event: KeyboardEvent, target: Element): void {
  const copy = new CustomEvent("upheaval-key", { bubbles: true, detail: event });
  target.dispatchEvent(copy);
}

export default { render: draw };
