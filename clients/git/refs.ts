import type { GitRef } from "../../model/workspace/git/types.js";

/** Ends the line of what an annotated tag is a tag of. */
const PEELED = "^{}";

/** Reads what `git ls-remote --symref` prints. */
export function parseRefs(text: string): readonly GitRef[] {
  const targets = new Map<string, string>();
  const commits = new Map<string, string>();
  for (const line of text.split("\n").filter((candidate) => candidate !== "")) {
    const [value = "", name = ""] = line.split("\t");
    if (value.startsWith("ref: ")) targets.set(name, value.slice("ref: ".length));
    // The line of the tag's own object comes before.
    else commits.set(name.endsWith(PEELED) ? name.slice(0, -PEELED.length) : name, value);
  }
  return [...commits].map(([name, commit]) => {
    const target = targets.get(name);
    return { name, commit, ...(target === undefined ? {} : { target }) };
  });
}
