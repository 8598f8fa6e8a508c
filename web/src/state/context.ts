import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { State, Workbench } from "./workbench";

export const WorkbenchContext = createContext<Workbench | null>(null);

/** The workbench and its state; the component is drawn again when the state changes. */
export function useWorkbench(): [State, Workbench] {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("No workbench around this component.");
  const [state, setState] = useState(workbench.state);
  useEffect(() => {
    setState(workbench.state);
    return workbench.subscribe(() => setState(workbench.state));
  }, [workbench]);
  return [state, workbench];
}
