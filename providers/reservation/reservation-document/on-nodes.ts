import type { NodeClient } from "../../../clients/node/types.js";
import type { KindContext } from "../../runtime/context.js";
import { reachability } from "../../runtime/reachability.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { openNode } from "../../targets/node.js";

/** What one node answered. */
export interface NodeAnswer<T> {
  readonly node: string;
  readonly answer: T;
}

/**
 * Does the same on several nodes at once. A node that does not answer is warned of and left out, as long as another
 * one does.
 *
 * @param needed `some`: of the nodes; `all`: none may be left out, though the work on the others is done
 * @throws whatever the work throws for other reasons; Unreachable when too few answer
 */
export async function onNodes<T>(
  context: KindContext,
  nodes: readonly string[],
  work: (client: NodeClient) => Promise<T>,
  needed: "some" | "all" = "some",
): Promise<readonly NodeAnswer<T>[]> {
  const settled = await Promise.allSettled(
    nodes.map(async (node) => ({ node, answer: await work((await openNode(context, node)).client) })),
  );
  const answers = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failures = settled.flatMap((one) => (one.status === "rejected" ? [errorOf(one.reason)] : []));
  const silent = failures.filter((failure) => reachability(failure) === "unreachable");
  const other = failures.find((failure) => !silent.includes(failure));
  if (other !== undefined) throw other;
  const [first] = silent;
  if (first !== undefined && (needed === "all" || answers.length === 0)) throw first;
  for (const failure of silent) context.warn(messageOf(failure, "node"));
  return answers;
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
