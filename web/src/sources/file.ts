import type { Page } from "../page";
import type { Source } from "./source";

/** The report: its page stands in the file, nothing can be run, and nothing is fetched. */
export function fileSource(text: string, kind: "file" | "widget" = "file"): Source {
  return {
    kind,
    page: async () => JSON.parse(text) as Page,
    whole: null,
    run: null,
    table: null,
    answers: null,
    games: null,
    saveScenario: null,
  };
}
