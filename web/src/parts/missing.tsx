import type { ComponentChildren } from "preact";
import { useWorkbench } from "../state/context";
import { Copy } from "./copy";

/** Commands whose answers a page has room for. */
export type Command =
  | "explain" | "verify" | "foresee" | "foresee --hindcast" | "sensitivity" | "parts";

const MORE: Partial<Record<Command, string>> = { foresee: " --from DATE" };

const fileOf = (command: Command): string => `${command.replace(/^.* --/, "")}.json`;

/** What to type for an answer. */
export function useCommand(command: Command): string {
  const [{ page }] = useWorkbench();
  const [verb, ...options] = command.split(" ");
  const date = MORE[command]?.replace("DATE", page.days[Math.min(4, page.days.length - 1)] ?? "DATE") ?? "";
  return `upheaval ${[verb, page.scenario.name, ...options].join(" ")}${date} --json > ${fileOf(command)}`;
}

/** What to type to have files of answers on a page of this kind. */
export function useAnswerOption(...files: string[]): string {
  const [{ page }, { source }] = useWorkbench();
  const { name } = page.scenario;
  const shown = source.kind === "server" ? `upheaval serve ${name}` : `upheaval report ${name} report.html`;
  return `${shown}${files.map((file) => ` --answer ${file}`).join("")}`;
}

interface Props {
  command: Command;
  /** What is not here, as the beginning of a sentence. */
  what: string;
  children?: ComponentChildren;
}

/** An answer that was not computed: say so, say how to get it, and make nothing up. */
export function Missing({ command, what, children }: Props) {
  const text = `${useCommand(command)} && ${useAnswerOption(fileOf(command))}`;
  return (
    <div class="missing">
      <p>
        <strong>Not computed for this page: {what}.</strong> {children}
      </p>
      <Copy label="To have it here" text={text} />
    </div>
  );
}
