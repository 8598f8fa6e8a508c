import type { Candidate } from "../explained";
import type { Claim } from "../page";

/** What checking a claim may be expected to change, if `upheaval verify` was asked. */
export function worthOf(claim: Claim): Candidate | null {
  const found = claim.value_of_verifying as Candidate | null;
  return found?.worth ? found : null;
}
