import type { NodeFolders } from "./command.js";
import { LIBRARY } from "./scripts/lib.sh.js";
import { quoted } from "./shell-words.js";

/** What a script prints before it begins, with the number of its process group. */
export const STARTED = "groundplan-script-started";

/**
 * The whole text that a shell is sent. It is one compound command: the shell reads all of it before it does anything,
 * so a text that was cut off does nothing, and nothing that the script starts can read the rest of it.
 *
 * @param variables assignments of the script's parameters
 */
export function scriptText(script: string, variables: string, { run, state }: NodeFolders): string {
  return `LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
umask 077
cd /
{
${LIBRARY}
run_folder=${quoted(run)}
state_folder=${quoted(state)}
${variables}
printf '\\n%s %s\\n' ${STARTED} "$PPID"
${script}
} </dev/null
`;
}
