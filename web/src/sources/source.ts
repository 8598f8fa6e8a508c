import type { Explained, Verified } from "../explained";
import type { Comparison, Page } from "../page";
import type { GameServer } from "../teacher/game";
import type { Progress } from "./progress";

/** What a reader changed: parameters by path, presets by name, and how many runs to make. */
export interface Changes {
  set: Record<string, number>;
  presets: string[];
  replicates: number;
}

/** A run that is under way. */
export interface Job {
  result: Promise<Page>;
  cancel(): void;
}

/** What-if with its trace, explanations weighed anew and values of checking are longer than a page: asked for singly. */
export interface Answers {
  whatif(name: string, onProgress: (progress: Progress) => void): Promise<Comparison>;
  explain(leaveOut: string[], onProgress: (progress: Progress) => void): Promise<Explained>;
  verify(onProgress: (progress: Progress) => void): Promise<Verified>;
}

/**
 * Where pages come from. The server runs, a file only shows, a widget shows what its notebook holds.
 * A method that a source lacks is null, and the screens leave out what needs it.
 */
export interface Source {
  kind: "server" | "file" | "widget";
  /** What the first screen needs; the rest may be empty. */
  page(): Promise<Page>;
  /** Everything, where the first answer was a part. */
  whole: (() => Promise<Page>) | null;
  run: ((changes: Changes, onProgress: (progress: Progress) => void) => Job) | null;
  /** Address of a table of the shown run as Parquet or CSV, or null where no server makes it. */
  table: ((page: Page, table: string, format: "csv" | "parquet") => string | null) | null;
  answers: Answers | null;
  games: GameServer | null;
  saveScenario: ((name: string, changes: Changes) => Promise<string>) | null;
}

/** A message of the server, with what it expected. */
export class SourceError extends Error {
  constructor(
    message: string,
    readonly where: string | null = null,
    readonly expected: string | null = null,
    readonly nearest: string | null = null,
  ) {
    super(message);
  }

  get sentence(): string {
    const parts = [this.message];
    if (this.where) parts.push(`Where: ${this.where}.`);
    if (this.expected) parts.push(`Expected: ${this.expected}.`);
    if (this.nearest) parts.push(`Nearest: ${this.nearest}.`);
    return parts.join(" ");
  }
}
