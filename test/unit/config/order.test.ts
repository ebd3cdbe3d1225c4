import fc from "fast-check";
import { orderByDependencies } from "../../../config/references/order.js";

const node = fc.integer({ min: 0, max: 12 }).map(String);
const graph = fc
  .uniqueArray(fc.tuple(node, fc.uniqueArray(node, { maxLength: 4 })), { selector: ([name]) => name })
  .map((entries) => new Map(entries));

describe("orderByDependencies", () => {
  it("puts each node after what it depends on, and names a real circle otherwise", () => {
    fc.assert(
      fc.property(graph, (dependencies) => {
        const result = orderByDependencies(dependencies);
        if (result.ok) {
          expect([...result.order].sort()).toEqual([...dependencies.keys()].sort());
          for (const [name, needed] of dependencies) {
            for (const other of needed.filter((one) => dependencies.has(one))) {
              expect(result.order.indexOf(other)).toBeLessThan(result.order.indexOf(name));
            }
          }
        } else {
          expect(result.cycle.length).toBeGreaterThan(1);
          expect(result.cycle[0]).toBe(result.cycle.at(-1));
          for (const [index, name] of result.cycle.slice(0, -1).entries()) {
            expect(dependencies.get(name)).toContain(result.cycle[index + 1]);
          }
        }
      }),
    );
  });

  it("keeps the given order where dependencies leave a choice", () => {
    const result = orderByDependencies(
      new Map([
        ["c", []],
        ["a", ["b"]],
        ["b", []],
        ["d", []],
      ]),
    );
    expect(result).toEqual({ ok: true, order: ["c", "b", "a", "d"] });
  });

  it("walks a chain of ten thousand nodes", () => {
    const chain = new Map(Array.from({ length: 10_000 }, (_, at) => [String(at), [String(at + 1)]]));
    expect(orderByDependencies(chain).ok).toBe(true);
  });
});
