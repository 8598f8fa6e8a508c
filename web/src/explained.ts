// The answers of `explain` and `verify` as the page carries them, with words added.
import type { Page } from "./page";

export interface ShareRange {
  value: number;
  low: number;
  high: number;
  worlds: number;
}

export interface Range {
  probability: number | null;
  low: number | null;
  high: number | null;
}

export interface Belief extends Range {
  name: string;
  title: string;
  meaning: string;
  prior: number;
  testable: boolean;
  identified: boolean | null;
  word: string | null;
  band: string | null;
  /** Observations that could not have been made if the explanation did not hold. */
  tautological_evidence?: string[];
  without_tautological_evidence?: Range | null;
  necessity: ShareRange | null;
  sufficiency: ShareRange | null;
  share: Record<string, { value: number | null; error: number | null }> | null;
}

export interface Observed {
  observation: string;
  title?: string;
  date?: string | null;
  place?: string;
  value?: string;
}

export interface Evidence extends Observed {
  likelihood_ratio: Record<string, number | null>;
  without: Record<string, number | null> | null;
  only_with?: string[];
}

export interface GuardRails {
  ok: boolean;
  failures: string[];
  clashes?: { observation: string; p: number }[];
  typical_without?: string[];
  typicality_p?: number;
  ece?: number;
  sbc_p?: number;
  coverage90?: number;
}

export interface Explained {
  simulations: number;
  scale: number;
  left_out: string[];
  guard: GuardRails;
  explanations: Belief[];
  none_of_these: Range | null;
  combinations: (Range & { explanations: string[] })[];
  evidence: Evidence[];
  check: {
    inside90: number;
    total: number;
    observations?: (Observed & { p5: number | null; p50: number | null; p95: number | null })[];
  };
  resimulation: { outcome: string; worlds: number; runs: number } | null;
}

export interface Finding {
  label: string;
  probability: number;
  after: Record<string, number> | null;
  moves: Record<string, number> | null;
}

export interface Candidate {
  name: string;
  title: string;
  kind: "claim" | "row" | "new";
  value_of_information: { value: number; low: number; high: number };
  clear: boolean;
  /** Whether only the most that checking it could tell is known. */
  bound: boolean;
  findings: Finding[];
}

export interface Verified {
  for: string;
  unit: string;
  simulations: number;
  scale: number;
  guard: GuardRails;
  judged: number;
  unjudged: number;
  candidates: Candidate[];
  uninformative_claims: string[];
}

/** Titles of the explanations by name, whether or not they were weighed. */
export function titlesOf(page: Page): Map<string, string> {
  const weighed = (page.explanations as Explained | null)?.explanations ?? [];
  const presets = page.inputs.presets.filter((item) => item.kind === "explanation");
  return new Map([
    ...presets.map((item): [string, string] => [item.name, item.title.replace(/^Without:? /, "")]),
    ...weighed.map((item): [string, string] => [item.name, item.title]),
  ]);
}
