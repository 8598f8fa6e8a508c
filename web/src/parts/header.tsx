import { useEffect, useRef } from "preact/hooks";
import { useWorkbench } from "../state/context";
import { SCREENS, type Screen } from "../state/route";

/** Title and screens. On a narrow page the screens scroll sideways, the present one always in view. */
export function Header({ screen, go }: { screen: Screen; go: (screen: Screen) => void }) {
  const [{ page }, { source }] = useWorkbench();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (current && nav.current) nav.current.scrollLeft = current.offsetLeft - 60;
  }, [screen]);
  const shown = SCREENS.filter(([id]) => source.games || id !== "class");
  return (
    <header class="top">
      <p class="brand">
        <strong>upheaval</strong> <span>{page.scenario.title}</span>
      </p>
      <nav aria-label="Screens" ref={nav}>
        {shown.map(([id, title]) => (
          <a
            key={id}
            href={`#/${id}`}
            aria-current={id === screen ? "page" : undefined}
            onClick={(event) => {
              event.preventDefault();
              go(id);
            }}
          >
            {title}
          </a>
        ))}
      </nav>
    </header>
  );
}
