import { useEffect } from "preact/hooks";
import type { RefObject } from "preact";

/**
 * Keys pressed inside an element. In a notebook the key itself is stopped at the window, before the
 * notebook sees it, and comes here as a message instead: see widget.tsx.
 */
export function useKeys(ref: RefObject<Element | null>, handle: (event: KeyboardEvent) => void): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const direct = (event: Event) => handle(event as KeyboardEvent);
    const passed = (event: Event) => handle((event as CustomEvent<KeyboardEvent>).detail);
    element.addEventListener("keydown", direct);
    element.addEventListener("upheaval-key", passed);
    return () => {
      element.removeEventListener("keydown", direct);
      element.removeEventListener("upheaval-key", passed);
    };
  });
}
