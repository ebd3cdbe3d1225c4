import { cloudUnits } from "../../../model/reservation/capacity/cloud-units.js";
import { resourceUnits } from "../../../model/reservation/capacity/resource-units.js";
import { utf8 } from "../../../model/reservation/scalars/utf8.js";
import { challengeOfWorkload, SIGN_ACTIONS } from "../../../model/reservation/sign/challenge.js";
import { signatureFault, signHex } from "../../../model/reservation/sign/signature.js";
import type { AnyWorkload } from "../../../model/reservation/types/index.js";
import { pool } from "../../../model/reservation/wire/codec.js";
import { PUBLIC_KEYS, SEEDS } from "./vectors/keys.js";
import { WORKLOAD_VECTORS } from "./vectors/workloads.js";

/** The workload of a vector. */
function workloadOf(wire: unknown): AnyWorkload {
  const decoded = pool.decodeWorkload(wire);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return decoded.value;
}

const VOLUME = WORKLOAD_VECTORS.find(({ name }) => name === "volume")!;

describe.each(WORKLOAD_VECTORS.map((vector) => [vector.name, vector] as const))(
  "vector %s",
  (_name, vector) => {
    const workload = workloadOf(vector.wire);

    it("gives the challenge and its digest", () => {
      const { text, sha256 } = challengeOfWorkload(workload, "customer", "7");
      expect({ text, sha256 }).toEqual({ text: vector.challenge, sha256: vector.sha256 });
    });

    it.each(SIGN_ACTIONS)("is signed for %s, and the signature verifies", (action) => {
      const { message } = challengeOfWorkload(workload, action, "7");
      expect(signHex(message, SEEDS["7"])).toBe(vector[action]);
      expect(signatureFault(vector[action], message, PUBLIC_KEYS["7"])).toBeUndefined();
    });

    it("verifies for no other action and no other user", () => {
      for (const action of SIGN_ACTIONS) {
        for (const other of SIGN_ACTIONS.filter((one) => one !== action)) {
          const { message } = challengeOfWorkload(workload, other, "7");
          expect(signatureFault(vector[action], message, PUBLIC_KEYS["7"])).toContain(
            "is not by the signer's key",
          );
        }
        const { message } = challengeOfWorkload(workload, action, "7");
        expect(signatureFault(vector[action], message, PUBLIC_KEYS["8"])).toBeDefined();
      }
    });

    it("uses the resources that upstream charges", () => {
      expect(resourceUnits(workload)).toEqual(vector.units);
      expect(cloudUnits(resourceUnits(workload)).ipv4u).toBe(vector.units.ipv4u);
    });

    it("comes back from the wire the same", () => {
      const wire = pool.encodeWorkload(workload);
      const again = workloadOf(wire);
      expect(pool.encodeWorkload(again)).toEqual(wire);
      expect(challengeOfWorkload(again, "customer", "7").text).toBe(vector.challenge);
    });
  },
);

describe("signatures of several users", () => {
  const workload = workloadOf(VOLUME.wire);
  const SIGNATURES = [
    [
      "8",
      "provision",
      "c0ea3b317440c5b2e3cbf0adcc1daf3394f4381d04ed6020b2a9e773fa45361d9bde66bf2ac2f82070f7b1088eebd199f963f1e49749c56ad9d8a310eadf580f",
    ],
    [
      "8",
      "delete",
      "c5786b0516d05c97c34818117abeb651988f97a7a0e1ef88a23f3ef64e9cf7562b5da4c09501170b25c1ad8b4b942a9acb6c89d072d44a5f558eebbdfd74560e",
    ],
    [
      "9",
      "provision",
      "e82ee9d2dd4c877b73458d19026c3d0b8fc8ce2b6ece924c3753157ba96c0332d3477e1a8d3d49c8b44a9e0cd24f7191a48f627a29a1da148df624e3d6bf110c",
    ],
    [
      "9",
      "delete",
      "e390adc1bc38fdc84bf2639229fa50a2d68d830b4c15dee539b503bbd934e2ce0282c9defdba10c3f48e7a524780c6b5a4e0efdf56f691f29dfef13812762a0e",
    ],
  ] as const;

  it.each(SIGNATURES)("user %s signs for %s", (tid, action, signature) => {
    const { message } = challengeOfWorkload(workload, action, tid);
    expect(signHex(message, SEEDS[tid])).toBe(signature);
  });

  it.each(SIGNATURES)("user %s's signature for %s counts for nothing else", (tid, action, signature) => {
    const other = tid === "8" ? "9" : "8";
    const otherAction = action === "delete" ? "provision" : "delete";
    const wrong = [
      [challengeOfWorkload(workload, action, other), PUBLIC_KEYS[tid]],
      [challengeOfWorkload(workload, action, tid), PUBLIC_KEYS[other]],
      [challengeOfWorkload(workload, otherAction, tid), PUBLIC_KEYS[tid]],
    ] as const;
    for (const [{ message }, key] of wrong) expect(signatureFault(signature, message, key)).toBeDefined();
  });

  it("refuses a signature of the challenge itself", () => {
    const raw =
      "8ed5f54df8dccec66f087d10bfe1f50a6eebaf8172a4ccaa511c2f1c7158cda33cf6986d42afc4cdf79b28bd501cb2b34da0fbb7734a055d01dfd81092654006";
    const { message, text } = challengeOfWorkload(workload, "customer", "7");
    expect(signHex(utf8(text), SEEDS["7"])).toBe(raw);
    expect(signatureFault(raw, message, PUBLIC_KEYS["7"])).toBe(
      "is not by the signer's key or not over this content",
    );
  });

  it.each([
    ["one byte short", (good: string) => good.slice(2)],
    ["one byte long", (good: string) => `${good}00`],
    ["half a byte short", (good: string) => good.slice(1)],
    ["not hexadecimal", (good: string) => `g${good.slice(1)}`],
    ["empty", () => ""],
  ])("refuses a signature that is %s", (_what, change) => {
    const { message } = challengeOfWorkload(workload, "customer", "7");
    expect(signatureFault(change(VOLUME.customer), message, PUBLIC_KEYS["7"])).toBe(
      "must be 64 bytes of hexadecimal digits",
    );
  });

  it("refuses each signature with one bit turned", () => {
    const { message } = challengeOfWorkload(workload, "customer", "7");
    for (const at of [0, 31, 32, 63]) {
      const bytes = Buffer.from(VOLUME.customer, "hex");
      bytes[at]! ^= 1;
      expect(signatureFault(bytes.toString("hex"), message, PUBLIC_KEYS["7"])).toBeDefined();
    }
  });

  it("cannot tell two ways of splitting the same text apart, which is why envelopes are signed too", () => {
    const text = (workloadId: string, nodeId: string) =>
      challengeOfWorkload({ ...workload, workloadId, nodeId }, "customer", "7").text;
    expect(text("1", "2x")).toBe(text("12", "x"));
  });
});
