import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * Removes what a killed engine has left half-written beside the checkpoints of one stack. The file backend replaces
 * a checkpoint in one step, but truncates and rewrites its sidecar of attributes (`<stack>.json.attrs`); an engine
 * that dies in between leaves a file that no later run can read ("failed to load checkpoint: EOF"). Without a sidecar
 * the checkpoint is read as usual, and the next write makes a new one.
 *
 * @returns the files that were removed. Call it only when no engine works on the stack.
 */
export function removeTornAttributes(
  backendFolder: string,
  project: string,
  stack: string,
): readonly string[] {
  const folder = path.join(backendFolder, ".pulumi", "stacks", project);
  if (!existsSync(folder)) return [];
  const torn = readdirSync(folder)
    .filter((name) => name.startsWith(`${stack}.json`) && name.endsWith(".attrs"))
    .map((name) => path.join(folder, name))
    .filter((file) => !isJson(readFileSync(file, "utf8")));
  for (const file of torn) rmSync(file, { force: true });
  return torn;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
