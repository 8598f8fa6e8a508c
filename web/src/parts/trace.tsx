import { number } from "../numbers/format";

interface Traced {
  target?: string;
  worlds?: number;
  parted?: number;
  reached?: number;
  chains?: { text: string; root: string; worlds: number; steps: { text: string; meaning: string }[] }[];
  actors?: { text: string; worlds: number }[];
}

/** Why the worlds part: chains of steps from the change to the difference. */
export function Trace({ trace }: { trace: unknown }) {
  const found = trace as Traced;
  return (
    <section class="figure" aria-label="Why worlds part">
      <h2>Why the worlds part</h2>
      <p class="note">
        {found.parted} of {found.worlds} traced pairs part
        {found.target ? `; followed to: ${found.target.replace(/_/g, " ")}, reached in ${found.reached}` : ""}.
      </p>
      <ol class="chains side-by-side">
        {(found.chains ?? []).slice(0, 8).map((chain) => (
          <li key={chain.text}>
            <b>{pairs(chain.worlds)}</b>
            <ol class="steps-of">
              <li>{chain.root}</li>
              {chain.steps.map((step) => (
                <li key={step.text}>
                  {step.text} <span class="meaning">{step.meaning}</span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {(found.actors ?? []).length > 0 && (
        <>
          <h2>Who does something else</h2>
          <ul class="chains">
            {found.actors!.slice(0, 8).map((actor) => (
              <li key={actor.text}>
                <b>{pairs(actor.worlds)}</b> {actor.text}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const pairs = (count: number): string => `In ${number(count)} ${count === 1 ? "pair" : "pairs"}:`;
