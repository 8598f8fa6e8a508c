import { useState } from "preact/hooks";
import { Progress } from "../parts/progress";
import type { Page } from "../page";
import type { Progress as Done } from "../sources/progress";
import { useWorkbench } from "../state/context";
import { worded } from "../state/workbench";
import type { Choice, Game, Prediction } from "./game";
import { GameStart } from "./game_start";
import { Reveal } from "./reveal";
import { TurnForm } from "./turn_form";

/** Teacher mode: predict, choose, see; the record is shown when the last day has been played. */
export function ClassScreen() {
  const [, { source }] = useWorkbench();
  const [game, setGame] = useState<Game | null>(null);
  const [shown, setShown] = useState<Page | null>(null);
  const [job, setJob] = useState<Done | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const games = source.games;
  if (!games) return <p>Games need the server: upheaval serve.</p>;

  const guarded = async (work: () => Promise<void>) => {
    setMessage(null);
    try {
      await work();
    } catch (error) {
      setMessage(worded(error));
    }
    setJob(null);
  };
  const enter = (next: Game) =>
    guarded(async () => {
      setGame(next);
      const last = next.turns.at(-1)?.run;
      setShown(last ? await games.page(last) : null);
    });
  const play = (choices: Choice[], prediction: Prediction | undefined) =>
    guarded(async () => {
      setJob({ done: 0, total: game!.replicates });
      const played = await games.play(game!, choices, prediction, setJob);
      setGame(played.game);
      setShown(played.page);
    });

  return (
    <>
      <h1>{game ? game.title : "Class"}</h1>
      {message && <p role="alert">{message}</p>}
      {job && <Progress progress={job} label="The engine answers" />}
      {!game && <GameStart onGame={(start) => guarded(async () => enter(await start(games)))} />}
      {game && (
        <>
          <p class="toolbar">
            <span class="note">
              Day {Math.min(game.turns.length + 1, game.days.length)} of {game.days.length}.
            </span>
            <a href={games.file(game.id)} download={`upheaval-game-${game.id}.json`}>
              Save as a file
            </a>
            <button type="button" class="plain" onClick={() => setGame(null)}>
              Leave
            </button>
          </p>
          {shown && !job && <Reveal game={game} page={shown} />}
          {!game.finished && !job && <TurnForm key={game.next} game={game} seen={shown} onPlay={(c, p) => void play(c, p)} />}
        </>
      )}
    </>
  );
}
