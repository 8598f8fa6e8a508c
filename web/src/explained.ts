// The answer of `upheaval explain --json` as the page carries it, with words added.

export interface ShareRange {
  value: number;
  low: number;
  high: number;
  worlds: number;
}

export interface Belief {
  name: string;
  title: string;
  meaning: string;
  prior: number;
  probability: number | null;
  low: number | null;
  high: number | null;
  testable: boolean;
  identified: boolean | null;
  word: string | null;
  band: string | null;
  necessity: ShareRange | null;
  sufficiency: ShareRange | null;
  share: Record<string, { value: number; error: number }> | null;
}

export interface Evidence {
  observation: string;
  title?: string;
  date?: string | null;
  place?: string;
  value?: string;
  likelihood_ratio: Record<string, number | null>;
  without: Record<string, number | null> | null;
}

export interface Explained {
  simulations: number;
  scale: number;
  left_out: string[];
  guard: { ok: boolean; failures: string[]; clashes: { observation: string; p: number }[] };
  explanations: Belief[];
  none_of_these: { probability: number | null; low: number | null; high: number | null } | null;
  combinations: {
    explanations: string[];
    probability: number | null;
    low: number | null;
    high: number | null;
  }[];
  evidence: Evidence[];
  check: { inside90: number; total: number };
  again: { outcome: string; worlds: number; runs: number } | null;
}
