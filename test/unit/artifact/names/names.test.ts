import fc from "fast-check";
import {
  accountEntryName,
  accountLeaseName,
  accountSecretName,
  artifactSecretName,
  instanceId,
  MAX_ARTIFACT_NAME,
  MAX_TOTAL,
  poolName,
  refSecretName,
  runName,
  sharedSecretName,
  slotName,
  specName,
} from "../../../../model/artifact/names.js";
import { isDnsLabel, isDnsSubdomain } from "../../../../model/shared/names.js";

it("names the objects of an artifact", () => {
  expect({
    pool: poolName("carv01"),
    spec: specName("carv01", "0123456789abcdef"),
    slot: slotName("carv01", 3),
    run: runName("build", "carv01", "3-abcde", 2),
    secret: artifactSecretName("carv01", "dns"),
    account: accountSecretName("carv01", "3-abcde", "gcp"),
    refs: refSecretName("carv01", "3-abcde"),
    shared: sharedSecretName("dns"),
    entry: accountEntryName("gcp", "a"),
    lease: accountLeaseName("gcp", "a"),
  }).toEqual({
    pool: "pool-carv01",
    spec: "spec-carv01-0123456789",
    slot: "inst-carv01-3",
    run: "build-carv01-3-abcde-2",
    secret: "sec-carv01-dns",
    account: "acnt-carv01-3-abcde-gcp",
    refs: "ref-carv01-3-abcde",
    shared: "shared-dns",
    entry: "account-gcp-a",
    lease: "lease-gcp-a",
  });
});

it("makes an instance id of the slot and five random letters or digits", () => {
  expect(instanceId(7, "F4-29_c1d0")).toBe("7-f429c");
  expect(() => instanceId(7, "ab-c")).toThrow(RangeError);
});

it("keeps every name of the longest artifact within Kubernetes' limits", () => {
  const artifact = "a".repeat(MAX_ARTIFACT_NAME);
  fc.assert(
    fc.property(
      fc.constantFrom("build" as const, "clean" as const),
      fc.integer({ min: 0, max: MAX_TOTAL - 1 }),
      fc.integer({ min: 1, max: 9_999 }),
      fc.uuid(),
      (phase, slot, attempt, random) => {
        const instance = instanceId(slot, random);
        expect(isDnsLabel(runName(phase, artifact, instance, attempt))).toBe(true);
        expect(isDnsLabel(specName(artifact, "0".repeat(64)))).toBe(true);
        expect(isDnsSubdomain(accountSecretName(artifact, instance, "a".repeat(63)))).toBe(true);
      },
    ),
  );
});
