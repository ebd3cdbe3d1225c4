import type { NodeScript } from "../../../clients/node/types.js";
import { RECORDS } from "./records.sh.js";
import { SERVICES } from "./services.sh.js";

/** The scripts of one sort of workload. */
export interface WorkloadScripts {
  readonly ensure: NodeScript;
  readonly inspect: NodeScript;
  readonly remove: NodeScript;
}

/**
 * Whole scripts from those of a definition: the functions before them, and the look at the workload after it was
 * brought about, in the same run. Shells of their own keep the variables of the parts apart.
 */
export function wholeScripts({ ensure, inspect, remove }: WorkloadScripts): WorkloadScripts {
  const functions = `${RECORDS}${SERVICES}`;
  const look = `records_in_answer "$sort"\n${inspect.text}`;
  return {
    ensure: {
      ...ensure,
      text: `${functions}folder=$rec_root/$id\nonly=\n(\n${ensure.text}\n)\nonly=$id\n${look}`,
    },
    inspect: { ...inspect, text: `${functions}only=$id\n${look}` },
    remove: {
      ...remove,
      text: `${functions}folder=$rec_root/$id\nonly=\nrecord_guard\n(\n${remove.text}\n)\nanswer text heldBy ""\n`,
    },
  };
}

/** Answers what the workloads of the node take together, but for the one named `id`. */
export const SUM_OF_RECORDS: NodeScript = {
  name: "records-sum",
  text: `${RECORDS}
rec_sum
answer number cru "$used_cru" number mru "$used_mru" number sru "$used_sru" number hru "$used_hru"
`,
};
