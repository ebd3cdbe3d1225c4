/**
 * Compares what a preview shows (see `VimanaScene.changes`) with what it should, in any order.
 *
 * @param expected `update Deployment apps/shop/cart@1.0.0`, with its fields where they matter
 */
export function expectChanges(found: readonly string[], expected: readonly string[]): void {
  const shown = found.map(
    (line) => expected.find((wanted) => line === wanted || line.startsWith(`${wanted} `)) ?? line,
  );
  expect([...shown].sort()).toEqual([...expected].sort());
}
