import { useEffect, useState } from "preact/hooks";

/** The eight screens, and the class room; each has an address, so that a view can be passed on. */
export const SCREENS = [
  ["overview", "Overview"],
  ["days", "Map and days"],
  ["power", "Who holds power"],
  ["explanations", "Explanations"],
  ["claims", "Claims"],
  ["what-if", "What if"],
  ["aftermath", "Aftermath"],
  ["method", "Method"],
  ["scenario", "Scenario"],
  ["class", "Class"],
] as const;

export type Screen = (typeof SCREENS)[number][0];

const fromHash = (): Screen => {
  const name = location.hash.replace(/^#\/?/, "");
  return SCREENS.find(([id]) => id === name)?.[0] ?? "overview";
};

/** Screen in the address. In a notebook the address belongs to the notebook, so it is kept inside. */
export function useRoute(own: boolean): [Screen, (screen: Screen) => void] {
  const [screen, setScreen] = useState<Screen>(own ? "overview" : fromHash());
  useEffect(() => {
    if (own) return;
    const changed = () => setScreen(fromHash());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, [own]);
  const go = (next: Screen) => {
    if (own) setScreen(next);
    else location.hash = `#/${next}`;
  };
  return [screen, go];
}
