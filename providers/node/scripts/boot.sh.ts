import { createHash } from "node:crypto";
import { MOST_STARTS, RESTART_S, START_WINDOW_S } from "./restart-limits.js";
import { SERVICE_CORE } from "./service-core.sh.js";
import { systemdUnits } from "./units.js";

/** At boot, one thing that is done once may take so long, in seconds. */
const LONGEST_ONESHOT_S = 20;

const program = `
umask 077
fail() { printf '%s\\n' "$*" >&2; exit 1; }
${SERVICE_CORE}
# Everything in its order; what fails does not keep the others from beginning.
boot() {
  rm -rf "$svc_run"
  for kind in "$svc_root"/*/kind; do
    if [ -s "$kind" ]; then
      read -r _ order <"$kind"
      kind=\${kind%/kind}
      printf '%s %s\\n' "$order" "\${kind##*/}"
    fi
  done | sort -n | while read -r _ id; do
    case $(svc_of "$id" && printf %s "$svc_kind") in
      oneshot) timeout ${LONGEST_ONESHOT_S} sh "$0" start "$id" || : ;;
      *) sh "$0" start "$id" || : ;;
    esac
  done
}

# Keeps one service running until it is told to end.
supervise() {
  svc_of "$1" || exit 1
  starts= svc_child=
  trap 'if [ -n "$svc_child" ]; then svc_end_child; fi; exit 0' TERM
  while :; do
    read -r uptime _ </proc/uptime
    now=\${uptime%%.*}
    recent= count=0
    for start in $starts; do
      if [ $((now - start)) -lt ${START_WINDOW_S} ]; then recent="$recent $start" count=$((count + 1)); fi
    done
    if [ "$count" -ge ${MOST_STARTS} ]; then
      printf 'failed\\n' >"$svc_run/$1/state"
      exit 1
    fi
    starts="$recent $now"
    setsid sh -eu "$svc_folder/start" </dev/null >/dev/null 2>&1 &
    svc_child=$!
    svc_tell "$svc_run/$1/child" "$svc_child"
    wait "$svc_child"
    svc_halt
    kill -s KILL -- "-$svc_child" 2>/dev/null
    svc_child=
    sleep ${RESTART_S} &
    wait $!
  done
}

case \${1:-boot} in
  boot) boot ;;
  supervise) supervise "$2" ;;
  start) set -e; service_start "$2" ;;
esac
`;

/** The second line of the boot entry: where two have the same, entry and units are the same. */
export const BOOT_MARK = `# groundplan ${createHash("sha256")
  .update(JSON.stringify([program, systemdUnits("")]))
  .digest("hex")
  .slice(0, 16)}`;

/**
 * Begins all services of a machine in their order, and keeps one of them running when it is called with
 * `supervise <id>`. Without the folders, which depend on the node.
 */
export const BOOT_PROGRAM = program;
