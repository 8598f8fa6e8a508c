import type { Candidate } from "../explained";
import type { Claim } from "../page";

/** What checking a claim may be expected to change, if `upheaval verify` was asked. */
export function valueOf(claim: Claim): Candidate | null {
  const found = claim.value_of_verifying as Candidate | null;
  return found?.value_of_information ? found : null;
}
