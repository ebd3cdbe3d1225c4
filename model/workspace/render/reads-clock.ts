import type { Snapshot } from "./snapshot.js";
import { decodeText } from "./yaml/decode.js";

/** Whether a template may print the time of day. Archives cannot be looked into here, and count as such. */
export function mayReadTheClock(files: Snapshot): boolean {
  return [...files].some(
    ([path, content]) =>
      path.endsWith(".tgz") || (path.includes("templates/") && /\bnow\b/.test(decodeText(content) ?? "")),
  );
}
