import type { Page } from "../page";
import { ask, follow, type ServerJob } from "../sources/http";
import type { Game, GameServer } from "./game";

/** Games over HTTP. */
export function gameServer(scenario: string): GameServer {
  const page = (run: string) =>
    ask<Page>("GET", `/api/page/${encodeURIComponent(scenario)}?run=${run}`);
  return {
    begin: (title, roles) => ask<Game>("POST", "/api/games", { scenario, title, roles }),
    resume: (id) => ask<Game>("GET", `/api/games/${id}`),
    restore: (file) => ask<Game>("PUT", `/api/games/${String(file.id)}`, file),
    play: async (game, choices, prediction, onProgress) => {
      const asked = { date: game.next, choices, prediction: prediction ?? null };
      const played = await ask<{ game: Game; run: ServerJob }>("POST", `/api/games/${game.id}/turns`, asked);
      await follow(played.run, onProgress).ended;
      return { game: played.game, page: await page(played.run.id) };
    },
    page,
    file: (id) => `/api/games/${id}/file`,
  };
}
