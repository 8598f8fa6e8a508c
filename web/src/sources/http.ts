import type { Progress } from "./progress";
import { SourceError } from "./source";

/** Ask the server for JSON; a refusal becomes an error that says what was expected. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    const error = answer?.error ?? {};
    throw new SourceError(
      error.message ?? `The server answered ${response.status}.`,
      error.where ?? null,
      error.expected ?? null,
      error.nearest ?? null,
    );
  }
  return answer as T;
}

/** What the server tells of anything that takes time. */
export interface ServerJob {
  id: string;
  state: string;
  done: number;
  total: number;
  message: string | null;
  result: unknown;
}

/** Follow a job to its end by server-sent events; `stop` ends the listening, not the job. */
export function follow(
  job: ServerJob,
  onProgress: (progress: Progress) => void,
): { ended: Promise<void>; stop: () => void } {
  let stop = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    if (job.state === "finished") return resolve();
    const events = new EventSource(`/api/runs/${job.id}/events`);
    const end = (finish: () => void) => () => {
      events.close();
      finish();
    };
    stop = end(() => reject(new SourceError("Cancelled.")));
    events.addEventListener("progress", (event) => onProgress(JSON.parse(event.data) as Progress));
    events.addEventListener("finished", end(resolve));
    events.addEventListener("cancelled", end(() => reject(new SourceError("Cancelled."))));
    events.addEventListener("failed", (event) => {
      events.close();
      reject(new SourceError((JSON.parse(event.data) as { message: string }).message));
    });
    events.onerror = end(() => reject(new SourceError("The connection to the server was lost.")));
  });
  return { ended, stop };
}
