/** Nodes in an order in which each comes after those it depends on, or one cycle that makes this impossible. */
export type Ordered =
  | { readonly ok: true; readonly order: readonly string[] }
  /** The first node is repeated at the end. */
  | { readonly ok: false; readonly cycle: readonly string[] };

/**
 * Orders a graph by depth-first search, keeping the given order where dependencies allow it. Dependencies that
 * are no nodes are ignored.
 *
 * @param dependencies By node, what it depends on.
 */
export function orderByDependencies(dependencies: ReadonlyMap<string, readonly string[]>): Ordered {
  const order: string[] = [];
  const done = new Set<string>();
  for (const root of dependencies.keys()) {
    const path: { readonly node: string; readonly rest: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (node: string): void => {
      onPath.add(node);
      path.push({ node, rest: [...(dependencies.get(node) ?? [])].reverse() });
    };
    if (!done.has(root)) enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        path.pop();
        onPath.delete(top.node);
        done.add(top.node);
        order.push(top.node);
      } else if (onPath.has(next)) {
        const nodes = path.map(({ node }) => node);
        return { ok: false, cycle: [...nodes.slice(nodes.indexOf(next)), next] };
      } else if (!done.has(next) && dependencies.has(next)) {
        enter(next);
      }
    }
  }
  return { ok: true, order };
}
