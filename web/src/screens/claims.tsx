import { useState } from "preact/hooks";
import type { Verified } from "../explained";
import { ClaimPanel } from "../parts/claim_panel";
import { ClaimsTable } from "../parts/claims_table";
import { Missing } from "../parts/missing";
import { Progress } from "../parts/progress";
import { ValueTable } from "../parts/value_table";
import { useAnswer } from "../state/answer";
import { useWorkbench } from "../state/context";

/** Who said what, how good the source is, who believes it, and what it would change to know. */
export function ClaimsScreen() {
  const [{ page }, { source }] = useWorkbench();
  const valuing = useAnswer(page.verify as Verified | null);
  const { claims } = page.claims;
  const [chosen, setChosen] = useState(claims[0]?.id ?? "");
  const claim = claims.find((item) => item.id === chosen);
  return (
    <>
      <h1>Claims</h1>
      <p class="lead">
        A claim is somebody's claim, with its date and source; it is not what happened. How good the source
        is and how good the information is are graded apart.
      </p>
      {valuing.answer && <ValueTable answer={valuing.answer} />}
      {claims.length === 0 ? (
        <p>This scenario lists no claims.</p>
      ) : (
        <div class="columns claims">
          <ClaimsTable chosen={chosen} onChoose={setChosen} />
          {claim && <ClaimPanel claim={claim} />}
        </div>
      )}
      {!valuing.answer && <ToFindOut {...valuing} verify={source.answers?.verify} />}
    </>
  );
}

type Valuing = ReturnType<typeof useAnswer<Verified>>;

/** How to find out what to check first. */
function ToFindOut({ job, message, ask, verify }: Omit<Valuing, "answer"> & { verify?: Parameters<Valuing["ask"]>[0] }) {
  return (
    <>
      <Missing command="verify" what="what checking a claim, or anything else, would change" />
      {job && <Progress progress={job} label="Valuing" />}
      {message && <p role="alert">{message}</p>}
      {verify && !job && (
        <button type="button" class="main" onClick={() => void ask(verify)}>
          Value what could be checked
        </button>
      )}
    </>
  );
}
