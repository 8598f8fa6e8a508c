import { useState } from "preact/hooks";
import type { Page } from "../page";
import { day as dayName, number } from "../numbers/format";
import { useWorkbench } from "../state/context";
import type { Choice, Game, Prediction } from "./game";

const NOTHING = "nothing";

interface Props {
  game: Game;
  seen: Page | null;
  onPlay: (choices: Choice[], prediction: Prediction | undefined) => void;
}

/** A day of decisions: first the class predicts, then each role chooses. */
export function TurnForm({ game, seen, onPlay }: Props) {
  const [{ baseline }] = useWorkbench();
  const date = game.next!;
  const roles = baseline.roles.filter((role) => game.roles.includes(role.id));
  const acting = roles.filter((role) => role.days.some((day) => day.date === date));
  const [choices, setChoices] = useState<Record<string, string>>({});
  const [outcome, setOutcome] = useState("");
  const [peak, setPeak] = useState("");
  const why = acting[0]?.days.find((day) => day.date === date)?.why;
  const submit = (event: Event) => {
    event.preventDefault();
    const chosen = Object.entries(choices).map(([role, option]) => ({ role, option }));
    const guess = { outcome, ...(peak === "" ? {} : { peak: Number(peak) }) };
    onPlay(chosen, outcome ? guess : undefined);
  };
  return (
    <form onSubmit={submit} class="turn">
      <h2>{dayName(date, true)}</h2>
      <p class="lead">
        {why}
        {seen && ` By now the median run has seen ${number(Math.max(0, ...seen.street.total.median.map((n) => n ?? 0)))} people in the streets at once.`}
      </p>
      <fieldset>
        <legend>The class predicts</legend>
        <label class="field inline">
          How will it end?
          <select value={outcome} required onChange={(event) => setOutcome(event.currentTarget.value)}>
            <option value="">choose</option>
            {baseline.outcomes.map((item) => (
              <option key={item.name} value={item.name}>
                {item.label}
              </option>
            ))}
          </select>
        </label>
        <label class="field inline">
          People on the fullest day
          <input type="number" min="0" max="20000000" step="1" value={peak} onInput={(event) => setPeak(event.currentTarget.value)} />
        </label>
      </fieldset>
      <div class="roles">
        {acting.map((role) => {
          const offered = role.days.find((day) => day.date === date)!.options;
          return (
            <fieldset key={role.id}>
              <legend>
                {role.title} <span class="quiet-text">{role.who}</span>
              </legend>
              {offered.map((id) => {
                const option = role.options.find((item) => item.id === id);
                return (
                  <label key={id} class="check" title={option?.meaning}>
                    <input
                      type="radio"
                      name={`${date}-${role.id}`}
                      checked={(choices[role.id] ?? NOTHING) === id}
                      onChange={() => setChoices({ ...choices, [role.id]: id })}
                    />
                    <span>
                      {option?.title ?? "Do nothing more"}
                      {option && !repeats(option) && <span class="quiet-text block">{option.meaning}</span>}
                    </span>
                  </label>
                );
              })}
            </fieldset>
          );
        })}
      </div>
      <button type="submit" class="main">
        Reveal
      </button>
    </form>
  );
}

/** Where the title says what the meaning says, once is enough. */
const repeats = ({ title, meaning }: { title: string; meaning: string }): boolean =>
  title.startsWith(meaning.replace(/\.$/, ""));
