import { poolReservationProblems, type PoolContext } from "../../../model/reservation/rules/pool-rules.js";
import { poolReservationSchema } from "../../../model/reservation/types/index.js";
import { poolDocumentJson } from "../../../model/reservation/wire/document.js";

const A = "4CcKDtU1JNGi8U4D8Rv9CHzfmF7xzaxEAPFA54eQjRHF";
const B = "2anfZwrzskXiUHPLTqH1veJAia8G6rW2eFLy5YFMa1MP";

function found(
  data: Record<string, unknown>,
  context: Partial<PoolContext> = {},
  document: Record<string, unknown> = {},
) {
  const order = poolReservationSchema.parse({
    customerTid: "7",
    dataReservation: { cus: 3600, nodeIds: [A], ...data },
    ...document,
  });
  return poolReservationProblems(order, { stage: "declared", ...context }).map(
    ({ path, reason }) => `${path} (${/\(([a-z-]+)\)$/.exec(reason)?.[1] ?? ""})`,
  );
}

describe("an order for a pool", () => {
  it.each([
    [{}, []],
    [{ nodeIds: [] }, ["dataReservation.nodeIds (pool)"]],
    [{ nodeIds: [A, A] }, ["dataReservation.nodeIds[1] (pool)"]],
    [{ nodeIds: ["node1"] }, ["dataReservation.nodeIds[0] (node)"]],
    [{ cus: 0 }, ["dataReservation (size)"]],
    [{ cus: 0, poolId: "5" }, []],
    [{ cus: -1, sus: 2 }, ["dataReservation.cus (size)"]],
  ])("%j", (data, expected) => {
    expect(found(data)).toEqual(expected);
  });

  it("is of one farm", () => {
    const farms = new Map([
      [A, "1"],
      [B, "2"],
    ]);
    expect(found({ nodeIds: [A, B] }, { farms })).toEqual(["dataReservation.nodeIds (pool)"]);
    expect(found({ nodeIds: [A] }, { farms })).toEqual([]);
    expect(found({ nodeIds: [A] }, { farms: new Map() })).toEqual(["dataReservation.nodeIds (node)"]);
  });

  it("adds nodes to a pool and removes none", () => {
    expect(found({ poolId: "5", nodeIds: [A, B] }, { existing: { nodeIds: [A] } })).toEqual([]);
    expect(found({ poolId: "5", nodeIds: [A] }, { existing: { nodeIds: [A, B] } })).toEqual([
      "dataReservation.nodeIds (pool)",
    ]);
  });

  it("is signed with its json", () => {
    const json = poolDocumentJson(
      poolReservationSchema.parse({ dataReservation: { cus: 3600, nodeIds: [A] } }).dataReservation,
    );
    const signed = { customerSignature: "ab".repeat(64) };
    expect(found({}, { stage: "signed" }, { ...signed, json })).toEqual([]);
    expect(found({}, { stage: "signed" }, signed)).toEqual(["json (json)"]);
    expect(found({ cus: 1 }, {}, { json })).toEqual(["json (json)"]);
    expect(found({}, {}, { json: "{" })).toEqual(["json (json)"]);
    expect(found({}, { stage: "signed" }, { json })).toEqual(["customerSignature (signature)"]);
    expect(found({}, {}, { customerTid: "0" })).toEqual(["customerTid (customer)"]);
  });
});
