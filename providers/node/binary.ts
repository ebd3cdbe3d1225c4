import { z } from "zod";
import type { JsonObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";

/**
 * A program that the operator supplies: fetched by the node from `url` and run only if it has that SHA-256 (64 hex
 * digits), or an absolute `path` where it is on the node already.
 */
export const binarySource = z.union(
  [
    z.strictObject({
      url: z.url({ protocol: /^https?$/ }),
      sha256: z.string().regex(/^[0-9a-fA-F]{64}$/),
    }),
    z.strictObject({ path: z.string().regex(/^\/[^\0\n]+$/) }),
  ],
  {
    error:
      "must be { url, sha256 } with an http or https address and 64 hexadecimal digits, or { path } with an absolute path on the node",
  },
);

/** Where a program comes from. */
export type BinarySource = z.output<typeof binarySource>;

/** What the schema cannot say of a program. The address is shown nowhere, since a password may be part of it. */
export function binaryProblems(source: BinarySource | undefined, path: string): readonly Problem[] {
  if (source === undefined || "path" in source) return [];
  const { username, password } = new URL(source.url);
  if (username === "" && password === "") return [];
  return [
    {
      path: `${path}.url`,
      reason: "must not hold a user name or password: it is kept in the state as plain text",
      fix: `put the program on the node yourself and name it with ${path}.path`,
    },
  ];
}

/** Parameters of a script that calls `binary_get "$binary_url" "$binary_sha256" "$binary_path"`. */
export function binaryParameters(source: BinarySource | undefined): JsonObject {
  const none = { binary_url: "", binary_sha256: "", binary_path: "" };
  if (source === undefined) return none;
  if ("path" in source) return { ...none, binary_path: source.path };
  return { ...none, binary_url: new URL(source.url).href, binary_sha256: source.sha256.toLowerCase() };
}

/** The source that a program on the node stands for: the wanted one when it is that, else its place there. */
export function binaryAsFound(found: string, wanted: BinarySource | undefined): BinarySource | undefined {
  if (wanted === undefined) return undefined;
  if ("path" in wanted) return wanted.path === found ? wanted : { path: found };
  return found.endsWith(`/${wanted.sha256.toLowerCase()}`) ? wanted : { path: found };
}
