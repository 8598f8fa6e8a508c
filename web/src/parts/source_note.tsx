import { useWorkbench } from "../state/context";

/** Where a number comes from, folded away. */
export function SourceNote({ at, label = "Source" }: { at: number; label?: string }) {
  const [{ page }] = useWorkbench();
  const text = page.sources[at];
  if (!text) return null;
  return (
    <details class="source-note">
      <summary>{label}</summary>
      <p>{text}</p>
    </details>
  );
}
