import type { Page } from "../page";
import type { Progress } from "../sources/progress";

export interface Choice {
  role: string;
  option: string;
}

export interface Prediction {
  outcome: string;
  peak?: number;
}

export interface PlayedTurn {
  date: string;
  choices: Choice[];
  prediction: Prediction | null;
  run: string | null;
}

/** A game as the server keeps it, and as its file holds it. */
export interface Game {
  id: string;
  scenario: string;
  title: string;
  roles: string[];
  replicates: number;
  days: string[];
  turns: PlayedTurn[];
  next: string | null;
  finished: boolean;
}

/** What a game asks of the server. */
export interface GameServer {
  begin(title: string, roles: string[]): Promise<Game>;
  resume(id: string): Promise<Game>;
  restore(file: Record<string, unknown>): Promise<Game>;
  play(
    game: Game,
    choices: Choice[],
    prediction: Prediction | undefined,
    onProgress: (progress: Progress) => void,
  ): Promise<{ game: Game; page: Page }>;
  /** The page that a turn led to. */
  page(run: string): Promise<Page>;
  file(id: string): string;
}
