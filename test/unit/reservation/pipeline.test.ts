import { acceptWorkload, nextWorkloadAction } from "../../../model/reservation/pipeline/workload-pipeline.js";
import {
  globalId,
  mountedVolume,
  parseGlobalId,
  runtimeName,
} from "../../../model/reservation/pipeline/names.js";
import { membersOf, standingAlone } from "../../../model/reservation/pipeline/members.js";
import { nodeWorkload, nodeWorkloads } from "../../../model/reservation/pipeline/node-workload.js";
import {
  countSignatures,
  deleteQuorumReached,
  missingSigners,
  provisionQuorumReached,
  signPermission,
} from "../../../model/reservation/pipeline/quorum.js";
import {
  expiryState,
  nextReservationAction,
} from "../../../model/reservation/pipeline/reservation-pipeline.js";
import {
  isReported,
  resultOf,
  withDeletion,
  withOwnDeletion,
  withOwnResult,
  withResult,
} from "../../../model/reservation/pipeline/results.js";
import {
  NEXT_ACTION_TEXTS,
  NextActionEnum,
  reservationSchema,
  resultSchema,
  volumeSchema,
  type Reservation,
} from "../../../model/reservation/types/index.js";

const NOW = 1000;
const FUTURE = 2000;
const PAST = 500;

const signatures = (...tids: readonly string[]) => tids.map((tid) => ({ tid }));

describe("signatures", () => {
  it.each([
    [["1"], ["1"], 1],
    [["1"], ["2"], 0],
    [["1", "2", "3"], ["1", "3"], 2],
    [[], ["1"], 0],
    [["1", "1"], ["1", "2"], 1],
    [["1"], ["1", "1"], 1],
    [["9223372036854775807"], ["9223372036854775807"], 1],
  ])("of %j among %j count %i", (signed, signers, count) => {
    expect(countSignatures({ signers }, signatures(...signed))).toBe(count);
  });

  it.each([
    ["1", ["1"], [], "allowed"],
    ["1", ["1"], ["2", "1"], "duplicate"],
    ["1", ["2"], [], "unlisted"],
    ["1", ["2"], ["1"], "unlisted"],
  ])("user %s of %j after %j: %s", (tid, signers, signed, permission) => {
    expect(signPermission(tid, { signers }, signatures(...signed))).toBe(permission);
  });

  it("a quorum of 0 is always reached for provision and never for delete", () => {
    const none = { signers: ["1"], quorumMin: 0 };
    expect(provisionQuorumReached(none, [])).toBe(true);
    expect(deleteQuorumReached(none, signatures("1"))).toBe(false);
    expect(deleteQuorumReached({ ...none, quorumMin: 1 }, signatures("1"))).toBe(true);
  });

  it("names who is missing", () => {
    expect(missingSigners({ signers: ["3", "1", "3", "2"] }, signatures("1"))).toEqual(["3", "2"]);
  });
});

interface Row {
  readonly action: keyof typeof NextActionEnum;
  readonly E: number;
  readonly P: number;
  readonly provision?: readonly string[];
  readonly provisionMin?: number;
  readonly deleteMin?: number;
  readonly deletions?: readonly string[];
  readonly allOk?: boolean;
}

function reservationOf(row: Row): Reservation {
  return reservationSchema.parse({
    nextAction: NextActionEnum[row.action],
    dataReservation: {
      signingRequestProvision: { signers: ["1", "2", "3"], quorumMin: row.provisionMin ?? 0 },
      signingRequestDelete: { signers: ["1", "2", "3"], quorumMin: row.deleteMin ?? 0 },
      volumes: [{ workloadId: "1", nodeId: "n" }],
      expirationReservation: row.E,
      expirationProvisioning: row.P,
    },
    signaturesProvision: signatures(...(row.provision ?? [])),
    signaturesDelete: signatures(...(row.deletions ?? [])),
    results: row.allOk === true ? [{ workloadId: "0-1", nodeId: "n", state: 1 }] : [],
  });
}

describe("the pipeline of a reservation", () => {
  const F = FUTURE;
  const TABLE: readonly [number, Row, string, string][] = [
    [1, { action: "NextActionCreate", E: F, P: F }, "pay", "deploy"],
    [2, { action: "NextActionCreate", E: F, P: F, provisionMin: 2 }, "sign", "sign"],
    [3, { action: "NextActionSign", E: F, P: F, provisionMin: 2, provision: ["1", "3"] }, "pay", "deploy"],
    [4, { action: "NextActionSign", E: F, P: F, provisionMin: 2, provision: ["1", "1"] }, "sign", "sign"],
    [5, { action: "NextActionPay", E: F, P: F }, "pay", "deploy"],
    [6, { action: "NextActionDeploy", E: F, P: PAST }, "delete", "delete"],
    [7, { action: "NextActionDeploy", E: F, P: PAST, allOk: true }, "deploy", "deploy"],
    [8, { action: "NextActionDeploy", E: PAST, P: F, allOk: true }, "delete", "delete"],
    [8, { action: "NextActionDeploy", E: NOW, P: F, allOk: true }, "delete", "delete"],
    [
      9,
      { action: "NextActionDeploy", E: F, P: F, deleteMin: 1, deletions: ["2"], allOk: true },
      "delete",
      "delete",
    ],
    [
      10,
      { action: "NextActionDeploy", E: F, P: F, deletions: ["1", "2", "3"], allOk: true },
      "deploy",
      "deploy",
    ],
    [11, { action: "NextActionDelete", E: F, P: F, allOk: true }, "delete", "delete"],
    [11, { action: "NextActionDelete", E: PAST, P: PAST }, "delete", "delete"],
    [
      12,
      { action: "NextActionDeleted", E: PAST, P: PAST, deleteMin: 1, deletions: ["1"] },
      "deleted",
      "deleted",
    ],
    [13, { action: "NextActionInvalid", E: F, P: F }, "invalid", "invalid"],
    [14, { action: "NextActionInvalid", E: PAST, P: F }, "delete", "delete"],
  ];

  it.each(TABLE)("row %i: %j", (_row, row, inClassic, inPool) => {
    const text = (generation: "classic" | "pool") =>
      NEXT_ACTION_TEXTS[nextReservationAction(reservationOf(row), { now: NOW, generation })];
    expect([text("classic"), text("pool")]).toEqual([inClassic, inPool]);
  });

  it("keeps a migrated reservation, and one whose provisioning ends this very second", () => {
    const migrated = reservationOf({ action: "NextActionMigrated", E: F, P: F });
    const ending = reservationOf({ action: "NextActionDeploy", E: F, P: NOW });
    const next = (reservation: Reservation) =>
      nextReservationAction(reservation, { now: NOW, generation: "pool" });
    expect([next(migrated), next(ending)]).toEqual([7, 3]);
  });

  it.each([0, -62135596800])("takes an expiry of %i as over", (expiry) => {
    const reservation = reservationOf({ action: "NextActionCreate", E: expiry, P: expiry });
    expect(nextReservationAction(reservation, { now: NOW, generation: "pool" })).toBe(4);
  });

  it("passes pay at once when nothing is to be paid", () => {
    const reservation = reservationOf({ action: "NextActionCreate", E: F, P: F });
    expect(nextReservationAction(reservation, { now: NOW, generation: "classic", free: true })).toBe(3);
  });

  it("does not count a reservation as deployed while a result is missing or bad", () => {
    const base = reservationOf({ action: "NextActionDeploy", E: F, P: PAST, allOk: true });
    const next = (reservation: Reservation) =>
      nextReservationAction(reservation, { now: NOW, generation: "classic" });
    const two = {
      ...base,
      dataReservation: { ...base.dataReservation, volumes: [volumeSchema.parse({}), volumeSchema.parse({})] },
    };
    const bad = { ...base, results: [resultSchema.parse({ state: 2 })] };
    expect([next(base), next(two), next(bad)]).toEqual([3, 4, 4]);
  });

  it.each([
    [NOW, "over"],
    [NOW - 1, "over"],
    [NOW + 1, "soon"],
    [NOW + 100, "soon"],
    [NOW + 101, "current"],
  ])("an expiry at %i is %s", (E, state) => {
    expect(expiryState(reservationOf({ action: "NextActionDeploy", E, P: E }), NOW, 100)).toBe(state);
  });
});

describe("the pipeline of a workload", () => {
  const workload = volumeSchema.parse({
    customerTid: "7",
    signingRequestProvision: { signers: ["1", "2"], quorumMin: 2 },
    signingRequestDelete: { signers: ["1"], quorumMin: 1 },
    signaturesProvision: signatures("1"),
    result: { workloadId: "1-1" },
    epoch: 5,
  });

  it.each([
    [{}, 1],
    [{ signaturesProvision: signatures("1", "2") }, 2],
    [{ nextAction: 1, signaturesProvision: signatures("1", "2") }, 2],
    [{ nextAction: 2 }, 2],
    [{ nextAction: 3 }, 3],
    [{ nextAction: 3, signaturesDelete: signatures("1") }, 4],
    [{ nextAction: 5, signaturesDelete: signatures("1") }, 4],
    [{ nextAction: 4 }, 4],
    [{ nextAction: 6, signaturesDelete: signatures("1") }, 6],
  ])("%j goes on to %i", (change, next) => {
    expect(nextWorkloadAction(volumeSchema.parse({ ...workload, ...change }))).toBe(next);
  });

  it("is deployed at once by an explorer, whatever its quorum", () => {
    const accepted = acceptWorkload(workload, { id: "12", now: NOW, poolLasts: true });
    expect(accepted).toMatchObject({
      id: "12",
      epoch: NOW,
      version: 2,
      nextAction: 3,
      signaturesProvision: [],
      signaturesDelete: [],
      result: { workloadId: "" },
      customerTid: "7",
    });
    expect(isReported(accepted.result)).toBe(false);
  });

  it("waits for its quorum where that counts", () => {
    const strict = { id: "12", now: NOW, poolLasts: true, heedQuorum: true };
    const free = { ...workload, signingRequestProvision: { signers: [], quorumMin: 0 } };
    expect(acceptWorkload(workload, strict).nextAction).toBe(1);
    expect(acceptWorkload(free, strict).nextAction).toBe(3);
  });

  it("stays behind as invalid when its pool is too empty", () => {
    expect(acceptWorkload(workload, { id: "12", now: NOW, poolLasts: false }).nextAction).toBe(5);
  });

  it("ends by an error, and is gone after its node deleted it", () => {
    const result = resultSchema.parse({ workloadId: "1-1", state: 0 });
    expect(withOwnResult(workload, result)).toMatchObject({ nextAction: 4, result });
    expect(withOwnResult(workload, { ...result, state: 1 })).toMatchObject({ nextAction: 0 });
    expect(withOwnDeletion(workload)).toMatchObject({
      nextAction: 6,
      result: { workloadId: "1-1", state: 2 },
    });
  });
});

const NETWORKED = reservationSchema.parse({
  id: "42",
  customerTid: "7",
  epoch: NOW,
  nextAction: 3,
  dataReservation: {
    volumes: [{ workloadId: "1", nodeId: "a" }],
    networks: [
      {
        name: "net",
        workloadId: "2",
        iprange: "10.0.0.0/16",
        networkResources: [
          { nodeId: "a", iprange: "10.0.1.0/24" },
          { nodeId: "b", iprange: "10.0.2.0/24" },
        ],
      },
    ],
    expirationReservation: FUTURE,
    expirationProvisioning: FUTURE,
  },
});

describe("workloads of a reservation", () => {
  it("are one a node for a network, all with its id", () => {
    const members = membersOf(NETWORKED.dataReservation);
    expect(
      members.map(({ path, workload }) => [
        path,
        workload.workloadType,
        workload.nodeId,
        workload.workloadId,
      ]),
    ).toEqual([
      [["volumes", 0], 2, "a", "1"],
      [["networks", 0, "networkResources", 0], 10, "a", "2"],
      [["networks", 0, "networkResources", 1], 10, "b", "2"],
    ]);
    expect(members[2]?.workload).toMatchObject({
      name: "net",
      networkIprange: "10.0.0.0/16",
      iprange: "10.0.2.0/24",
    });
  });

  it("are given to their nodes", () => {
    const given = nodeWorkloads(NETWORKED);
    expect(
      given.map(({ workloadId, nodeId, type, toDelete }) => [workloadId, nodeId, type, toDelete]),
    ).toEqual([
      ["42-1", "a", 2, false],
      ["42-2", "a", 10, false],
      ["42-2", "b", 10, false],
    ]);
    expect(given[0]).toMatchObject({ user: "7", created: NOW, duration: FUTURE - NOW, signature: "" });
    for (const nextAction of [4, 6]) {
      expect(nodeWorkloads({ ...NETWORKED, nextAction }).every(({ toDelete }) => toDelete)).toBe(true);
    }
  });

  it("are given out alone as well", () => {
    const workload = volumeSchema.parse({
      id: "9",
      workloadId: "1",
      customerTid: "7",
      poolId: "3",
      nextAction: 4,
    });
    expect(nodeWorkload(workload)).toMatchObject({
      workloadId: "9-1",
      user: "7",
      poolId: "3",
      duration: 0,
      toDelete: true,
    });
  });

  it("take customer and time of their document when they have none", () => {
    const document = { customerTid: "7", epoch: NOW };
    expect(standingAlone(volumeSchema.parse({}), document)).toMatchObject(document);
    expect(standingAlone(volumeSchema.parse({ customerTid: "8", epoch: 1 }), document)).toMatchObject({
      customerTid: "8",
      epoch: 1,
    });
  });
});

describe("results of a reservation", () => {
  const ok = (workloadId: string, nodeId: string) => resultSchema.parse({ workloadId, nodeId, state: 1 });

  it("are kept by workload and node; a later one replaces", () => {
    let reservation = withResult(NETWORKED, ok("42-2", "a"), "all");
    reservation = withResult(reservation, ok("42-2", "b"), "all");
    reservation = withResult(reservation, { ...ok("42-2", "a"), message: "again" }, "all");
    expect(reservation.results.map(({ nodeId, message }) => [nodeId, message])).toEqual([
      ["a", "again"],
      ["b", ""],
    ]);
    expect(resultOf(reservation, "42-2", "b")?.nodeId).toBe("b");
    expect(resultOf(reservation, "42-1", "b")).toBeUndefined();
  });

  it("end everything when one failed, or only the one", () => {
    const failed = resultSchema.parse({ workloadId: "42-1", nodeId: "a", state: 0 });
    expect(withResult(NETWORKED, failed, "all").nextAction).toBe(4);
    expect(withResult(NETWORKED, failed, "each").nextAction).toBe(3);
  });

  it("are deleted one after the other; the last deletes the reservation", () => {
    let reservation = withResult({ ...NETWORKED, nextAction: 4 }, ok("42-1", "a"), "all");
    const states: number[] = [];
    for (const [workloadId, nodeId] of [
      ["42-1", "a"],
      ["42-2", "a"],
      ["42-2", "a"],
      ["42-2", "b"],
    ] as const) {
      reservation = withDeletion(reservation, workloadId, nodeId, NOW);
      states.push(reservation.nextAction);
    }
    expect(states).toEqual([4, 4, 4, 6]);
    expect(
      reservation.results.map(({ workloadId, category, state }) => [workloadId, category, state]),
    ).toEqual([
      ["42-1", 0, 2],
      ["42-2", 2, 2],
      ["42-2", 2, 2],
    ]);
  });
});

describe("ids", () => {
  it.each([
    ["123-1", { id: "123", workloadId: "1" }],
    ["0-0", { id: "0", workloadId: "0" }],
    ["9223372036854775807-1", { id: "9223372036854775807", workloadId: "1" }],
    ["-1", undefined],
    ["1", undefined],
    ["1-", undefined],
    ["01-1", undefined],
    ["1-1-1", undefined],
    ["a-1", undefined],
  ])("%s", (text, parts) => {
    expect(parseGlobalId(text)).toEqual(parts);
    if (parts !== undefined) expect(globalId(parts.id, parts.workloadId)).toBe(text);
  });

  it("a mount that begins with a dash is of the same reservation", () => {
    expect(mountedVolume("reservation", "-volume1")).toBe("reservation-volume1");
    expect(mountedVolume("reservation", "12-3")).toBe("12-3");
  });

  it("a converted workload keeps its old name on the node", () => {
    expect(runtimeName("9", { workloadId: "1", reference: "" })).toBe("9-1");
    expect(runtimeName("9", { workloadId: "1", reference: "3-2" })).toBe("3-2");
  });
});
