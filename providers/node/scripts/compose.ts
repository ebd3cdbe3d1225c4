import type { NodeScript } from "../../../clients/node/types.js";
import { quoted } from "../../../clients/node/shell-words.js";
import type { Together } from "../definition.js";
import { RECORDS } from "./records.sh.js";
import { SERVICES } from "./services.sh.js";
import { TOGETHER } from "./together.sh.js";

/** The scripts of a definition. */
export interface ScriptParts {
  readonly sort: string;
  readonly ensure: NodeScript;
  readonly inspect: NodeScript;
  readonly remove: NodeScript;
  readonly together?: Together;
}

/** The scripts of one sort of workload. */
export interface WorkloadScripts {
  readonly ensure: NodeScript;
  readonly inspect: NodeScript;
  readonly remove: NodeScript;
  /** Works on several workloads; of sorts that are brought about together. */
  readonly group: NodeScript;
}

/**
 * Whole scripts from those of a definition: the functions before them, and the look at the workload after it was
 * brought about, in the same run. Shells of their own keep the variables of the parts apart.
 */
export function wholeScripts(parts: ScriptParts): WorkloadScripts {
  const { ensure, inspect, remove } = parts;
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
    group: groupScript(parts, functions, look),
  };
}

function groupScript(
  { sort, ensure, remove, together }: ScriptParts,
  functions: string,
  look: string,
): NodeScript {
  return {
    name: `${sort}-group`,
    text: `${functions}${TOGETHER}
group_files=${quoted(together?.reads.join(" ") ?? "")}
group_ensure() {
folder=$rec_root/$id
only=
${ensure.text}
}
group_remove() {
folder=$rec_root/$id
only=
record_guard
(
${remove.text}
)
}
group_whole() {
only=
${together?.text ?? ":"}
}
group_run
only=\${group_made# }
if [ -z "$only" ]; then
  answer json workloads "[]" json records "[]" json members "[$group_rows]"
  exit 0
fi
group_look=$(
${look}
)
group_look=\${group_look%?}
printf '%s,"members":[%s]}\\n' "$group_look" "$group_rows"
`,
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
