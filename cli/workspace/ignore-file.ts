import { z } from "zod";
import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { pathBelow } from "../../model/shared/property-path.js";
import type { IgnoreRule } from "../../model/workspace/compare/ignore-rules.js";
import { pointerTokens } from "../../model/workspace/compare/json-pointer.js";

const POINTER = z.string().refine((text) => pointerTokens(text) !== undefined, {
  error: 'is no JSON pointer: write "/spec/replicas", with ~1 for a slash and ~0 for a tilde inside a name',
});

const RULE = z.strictObject({
  group: z.string().exactOptional(),
  kind: z.string().min(1),
  name: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  jsonPointers: z.array(POINTER).exactOptional(),
  managedFieldsManagers: z.array(z.string()).exactOptional(),
});

/** The rules of an `ignoreDifferences` list, or what is wrong with it. */
export function readIgnoreRules(
  value: unknown,
  where: string,
): { readonly rules: readonly IgnoreRule[]; readonly problems: readonly Problem[] } {
  const unsupported = jqRules(value).map((index) => ({
    path: pathBelow(where, [index, "jqPathExpressions"]),
    reason: "is not supported yet",
    fix: "name the fields with jsonPointers, or their owner with managedFieldsManagers",
  }));
  if (unsupported.length > 0) return { rules: [], problems: unsupported };
  const parsed = z.array(RULE).safeParse(value ?? []);
  if (parsed.success) return { rules: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: pathBelow(
      where,
      path.filter((step) => typeof step !== "symbol"),
    ),
    reason: message,
  }));
  return { rules: [], problems };
}

function jqRules(value: unknown): number[] {
  const rules: readonly unknown[] = Array.isArray(value) ? value : [];
  return rules.flatMap((rule, index) => (isObject(rule) && "jqPathExpressions" in rule ? [index] : []));
}
