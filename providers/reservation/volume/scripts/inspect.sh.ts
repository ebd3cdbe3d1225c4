import type { NodeScript } from "../../../../clients/node/types.js";
import { POOL } from "./pool.sh.js";

/** Where volumes are, what they may hold and what they do hold: one look at each pool. */
export const INSPECT_VOLUMES: NodeScript = {
  name: "volume-inspect",
  text: `
${POOL}
look_at_volume() {
  recall "$record_id" path
  path=$recalled
  recall "$record_id" on
  volume_on=$recalled
  if [ -z "$path" ] || [ -z "$volume_on" ] || ! volume_is_there "$path"; then return 0; fi
  recall "$record_id" number
  volume_numbers "\${path%/*}" "$recalled"
  object own text path "$path" number limit "$limit" number used "$used"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}

workloads=
each_record volume look_at_volume
answer json workloads "[$workloads]"
`,
};
