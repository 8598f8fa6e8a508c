import type { Explained, Verified } from "../explained";
import type { Comparison, Page } from "../page";
import { gameServer } from "../teacher/game_server";
import { ask, follow, type ServerJob } from "./http";
import type { Progress } from "./progress";
import type { Changes, Job, Source } from "./source";

interface Named {
  page: Page | null;
}

/** `upheaval serve`: runs in worker processes, progress by server-sent events. */
export function serverSource(scenario: string, onFirst: (progress: Progress) => void): Source {
  const address = `/api/page/${encodeURIComponent(scenario)}`;
  // Presets are named on the page; what each of them is, the server must be told.
  const known: Named = { page: null };

  const page = async (): Promise<Page> => {
    for (;;) {
      const answer = await ask<Page | { job: ServerJob } | ServerJob>("GET", `${address}?part=first`);
      if ("format" in answer) return (known.page = answer as Page);
      const job = "job" in answer ? answer.job : (answer as ServerJob);
      onFirst({ done: job.done, total: job.total });
      await follow(job, onFirst).ended;
    }
  };

  const body = (changes: Changes) => {
    const chosen = (known.page?.inputs.presets ?? []).filter((item) => changes.presets.includes(item.name));
    return {
      scenario,
      set: changes.set,
      with: chosen.filter((item) => item.kind === "intervention").map((item) => item.name),
      without: chosen.filter((item) => item.kind === "explanation").flatMap((item) => item.without),
    };
  };

  const run = (changes: Changes, onProgress: (progress: Progress) => void): Job => {
    let cancelled = false;
    let id: string | null = null;
    let stop = () => {};
    const result = (async () => {
      const job = await ask<ServerJob>("POST", "/api/runs", { ...body(changes), replicates: changes.replicates });
      id = job.id;
      if (cancelled) await ask("DELETE", `/api/runs/${id}`);
      const listening = follow(job, onProgress);
      stop = listening.stop;
      await listening.ended;
      return ask<Page>("GET", `${address}?run=${job.id}`);
    })();
    return {
      result,
      cancel() {
        cancelled = true;
        stop();
        if (id) void ask("DELETE", `/api/runs/${id}`).catch(() => undefined);
      },
    };
  };

  const answer = async <T>(path: string, asked: unknown, onProgress: (progress: Progress) => void) => {
    const job = await ask<ServerJob>("POST", path, asked);
    await follow(job, onProgress).ended;
    return (await ask<ServerJob>("GET", `/api/runs/${job.id}`)).result as T;
  };

  return {
    kind: "server",
    page,
    whole: async () => (known.page = await ask<Page>("GET", address)),
    run,
    table: (shown, table, format) =>
      shown.run.id ? `/api/runs/${shown.run.id}/export/${table}.${format}` : null,
    answers: {
      whatif: (name, onProgress) =>
        answer<Comparison>("/api/whatif", { scenario, with: [name], trace: true }, onProgress),
      explain: (leaveOut, onProgress) =>
        answer<Explained>("/api/explain", { scenario, leave_out: leaveOut }, onProgress),
      verify: (onProgress) => answer<Verified>("/api/verify", { scenario }, onProgress),
    },
    games: gameServer(scenario),
    saveScenario: async (name, changes) => {
      const chosen = (known.page?.inputs.presets ?? []).filter((item) => changes.presets.includes(item.name));
      const set = Object.assign({}, ...chosen.map((item) => item.set), changes.set) as Record<string, unknown>;
      const saved = await ask<{ command: string }>("POST", "/api/scenarios", { name, base: scenario, set });
      return saved.command;
    },
  };
}
