import type { NodeFolders } from "../command.js";
import { quoted } from "../shell-words.js";

/** The lock goes when its holder has been silent for so long, in seconds. */
const SILENCE_S = 45;

/** Where the folder of locks has what. */
export function lockFiles({ run }: NodeFolders): { lock: string; busy: string; holder: string } {
  return { lock: `${run}/lock`, busy: `${run}/busy`, holder: `${run}/holder` };
}

/**
 * Takes the node's lock and holds it for as long as its input brings lines. The input is who takes it, why, and then
 * why again from time to time. It prints `waiting <now> <since> <holder>`, `busy` while a script of a former holder
 * still runs, and `held`.
 */
export function lockScript(folders: NodeFolders, silenceS = SILENCE_S): string {
  const { lock, busy, holder } = lockFiles(folders);
  return `umask 077
IFS= read -r by
IFS= read -r what
mkdir -p ${quoted(folders.run)}
exec 9>>${quoted(lock)}
until flock -w 1 9; do
  printf "waiting %s %s\\n" "$(date +%s)" "$(cat ${quoted(holder)} 2>/dev/null 9>&-)"
done
exec 8>>${quoted(busy)}
until flock -w 1 8; do echo busy; done
exec 8>&-
hold() { printf "%s %s (%s)\\n" "$(date +%s)" "$by" "$what" >${quoted(holder)}; }
hold
echo held
while line=$(timeout ${silenceS} sh -c "IFS= read -r line && printf %s \\"\\$line\\"" 9>&-); do
  if [ "$line" != "$what" ]; then what=$line; hold; fi
done
rm -f ${quoted(holder)}`;
}
