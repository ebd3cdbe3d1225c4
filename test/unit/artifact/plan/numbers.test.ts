import fc from "fast-check";
import { numbersToDeploy } from "../../../../model/artifact/plan/numbers.js";
import { planPool } from "../../../../model/artifact/plan/plan-pool.js";
import type { InstanceState } from "../../../../model/artifact/ledger/record.js";
import { instancesOf, NOON, viewOf } from "./views.js";

describe("the upstream project's table", () => {
  it.each([
    // total, target, running, fail, clean, dirty, result
    [1, 1, 0, 0, 0, 0, 1],
    [5, 2, 1, 1, 0, 1, 1],
    [5, 2, 1, 1, 2, 1, -1],
    [4, 2, 0, 1, 0, 2, 1],
    // Stuck on one failed instance, target above total, steady, drained, over-full, all used.
    [1, 1, 0, 1, 0, 0, 0],
    [2, 5, 0, 0, 0, 0, 2],
    [3, 2, 0, 0, 2, 0, 0],
    [3, 0, 0, 0, 2, 0, -2],
    [2, 2, 0, 3, 0, 0, -1],
    [2, 2, 0, 0, 0, 2, 0],
  ])("total %i, target %i, %i running, %i failed, %i clean, %i dirty: %i", (...row) => {
    const [total, target, running, fail, doneClean, doneDirt, result] = row;
    expect(numbersToDeploy(total, target, { running, fail, doneClean, doneDirt })).toBe(result);
  });
});

it("is what the planner starts to build, and what it cleans of clean ones", () => {
  const few = fc.nat(5);
  fc.assert(
    fc.property(fc.nat(12), fc.nat(12), few, few, few, few, (total, wish, running, fail, doneClean, used) => {
      const target = Math.min(wish, total);
      const states: InstanceState[] = [
        ...Array<InstanceState>(running).fill("building"),
        ...Array<InstanceState>(fail).fill("failed"),
        ...Array<InstanceState>(doneClean).fill("clean"),
        ...Array<InstanceState>(used).fill("borrowed"),
      ];
      fc.pre(states.length <= total);
      const { actions } = planPool(viewOf({ total, target }, instancesOf(states)), NOON);
      const number = numbersToDeploy(total, target, { running, fail, doneClean, doneDirt: used });
      const excess = actions.filter((action) => action.do === "clean" && action.why === "excess");
      expect(actions.filter((action) => action.do === "build")).toHaveLength(Math.max(0, number));
      expect(excess).toHaveLength(Math.min(doneClean, Math.max(0, -number)));
    }),
  );
});
