import type { Claim } from "../page";

export interface Worth {
  value: number;
  low: number;
  high: number;
}

/** What verifying a claim may be expected to change, if `upheaval verify` was asked. */
export function worthOf(claim: Claim): Worth | null {
  const found = claim.value_of_verifying as { worth?: Worth } | null;
  return found?.worth ?? null;
}
