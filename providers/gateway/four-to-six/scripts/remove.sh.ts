import type { NodeScript } from "../../../../clients/node/types.js";
import { SIX } from "../../six-network/scripts/names.sh.js";

/** Takes a client's key away. */
export const FOUR_TO_SIX_REMOVE: NodeScript = {
  name: "four-to-six-remove",
  text: `${SIX}
recall "$id" peer
peer=$recalled
record_remove
if six_find; then
  six_compose
  six_keep
fi
if [ -n "$peer" ]; then wg set "$six_link" peer "$peer" remove 2>/dev/null || true; fi
`,
};
