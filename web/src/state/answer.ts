import { useState } from "preact/hooks";
import type { Progress } from "../sources/progress";
import { worded } from "./workbench";

type Asked<T> = (onProgress: (progress: Progress) => void) => Promise<T>;

/** An answer that takes the server a while: what is known of it, how far it is, what went wrong. */
export function useAnswer<T>(first: T | null) {
  const [answer, setAnswer] = useState<T | null>(first);
  const [job, setJob] = useState<Progress | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const ask = async (asked: Asked<T>) => {
    setMessage(null);
    setJob({ done: 0, total: 1 });
    try {
      setAnswer(await asked(setJob));
    } catch (error) {
      setMessage(worded(error));
    }
    setJob(null);
  };
  return { answer, job, message, ask };
}
