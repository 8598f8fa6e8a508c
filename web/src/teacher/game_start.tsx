import { useState } from "preact/hooks";
import { useWorkbench } from "../state/context";
import type { Game, GameServer } from "./game";

const KEY = "upheaval-game";

type Start = (games: GameServer) => Promise<Game>;

/** Begin a game, go on with the last one, or open one from a file. */
export function GameStart({ onGame }: { onGame: (start: Start) => void }) {
  const [{ baseline }] = useWorkbench();
  const [title, setTitle] = useState("Our class");
  const [roles, setRoles] = useState(() => baseline.roles.map((role) => role.id));
  const last = remembered();
  const begin = (event: Event) => {
    event.preventDefault();
    onGame(async (games) => remember(await games.begin(title, roles)));
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    const text = await file.text();
    onGame(async (games) => remember(await games.restore(JSON.parse(text) as Record<string, unknown>)));
  };
  return (
    <>
      <p class="lead">
        The class predicts how the crisis ends before it sees a run. Then roles choose, day by day, among
        what each of them could do; the engine answers up to the eve of the next decision. The record is
        shown at the end.
      </p>
      <form onSubmit={begin} class="game-start">
        <label class="field">
          Name of the game
          <input type="text" value={title} maxLength={100} required onInput={(event) => setTitle(event.currentTarget.value)} />
        </label>
        <fieldset>
          <legend>Roles that are played</legend>
          {baseline.roles.map((role) => (
            <label key={role.id} class="check">
              <input
                type="checkbox"
                checked={roles.includes(role.id)}
                onChange={() =>
                  setRoles(roles.includes(role.id) ? roles.filter((id) => id !== role.id) : [...roles, role.id])
                }
              />
              <span>
                <strong>{role.title}</strong> <span class="quiet-text">{role.who}. {role.meaning}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="buttons">
          <button type="submit" class="main" disabled={roles.length === 0}>
            Begin
          </button>
          {last && (
            <button type="button" onClick={() => onGame((games) => games.resume(last))}>
              Go on with the last game
            </button>
          )}
          <label class="button file">
            Open a game's file
            <input type="file" accept=".json,application/json" onChange={(event) => void open(event.currentTarget.files?.[0])} />
          </label>
        </div>
      </form>
    </>
  );
}

/** The browser remembers which game was last; the server holds it. */
function remember(game: Game): Game {
  try {
    localStorage.setItem(KEY, game.id);
  } catch {
    // A browser may forbid it; the file and the server still have the game.
  }
  return game;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
