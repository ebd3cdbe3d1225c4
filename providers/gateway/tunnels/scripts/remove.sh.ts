import type { NodeScript } from "../../../../clients/node/types.js";
import { TUNNELS } from "./tunnels.sh.js";

/** Removes the server that nobody has a tunnel to, with the user and the keys. */
export const TUNNELS_REMOVE: NodeScript = {
  name: "tunnels-remove",
  text: `${TUNNELS}
unused() { fail "the tunnels are in use by the reverse proxy of $record_owner: remove that first"; }
each_record reverseproxy unused
service_remove "$id"
tunnels_end_all
if grep -q "^$tunnels_user:[^:]*:[^:]*:[^:]*:$tunnels_comment:" /etc/passwd; then
  # A session that was just ended may still be there for a moment.
  tunnels_left() { userdel "$tunnels_user" 2>/dev/null; }
  wait_until 5 tunnels_left || fail "cannot remove the user $tunnels_user: a process of it does not end"
fi
rm -rf "$tunnels_folder"
record_remove
`,
};
