import { check, containing, filesOf } from "./support.js";

const PUBLIC = "AB".repeat(32);

describe("identities", () => {
  it("become settings", () => {
    const identities = { alice: { tid: "7", seedFile: "seed" }, bob: { tid: "11", publicKey: PUBLIC } };
    const { settings, problems } = check({ identities });
    expect(problems).toEqual([]);
    expect(settings?.identities).toEqual({
      ...identities,
      bob: { tid: "11", publicKey: PUBLIC.toLowerCase() },
    });
  });

  it.each(["seed", "mnemonic"])("may have their %s in the secrets, encrypted or not", (field) => {
    for (const secret of ["text", { secure: "v1:x" }]) {
      const { settings, problems } = check({
        identities: { alice: { tid: "7" } },
        identitiesSecrets: { alice: { [field]: secret } },
      });
      expect(problems.filter(({ severity }) => severity !== "warning")).toEqual([]);
      expect(settings).toBeDefined();
    }
  });

  it.each<[string, unknown, unknown]>([
    [
      "no id",
      { alice: { seedFile: "seed" } },
      { path: "identities.alice.tid", reason: containing("is missing") },
    ],
    [
      "an id as a number",
      { alice: { tid: 7, seedFile: "seed" } },
      { path: "identities.alice.tid", fix: containing("--type string") },
    ],
    ["an id with a leading zero", { alice: { tid: "07", seedFile: "s" } }, { path: "identities.alice.tid" }],
    [
      "an id that is too large",
      { alice: { tid: "9223372036854775808", seedFile: "s" } },
      { path: "identities.alice.tid", reason: containing("2^63") },
    ],
    [
      "no key",
      { alice: { tid: "7" } },
      { path: "identitiesSecrets.alice.seed", reason: containing('identity "alice" has no key') },
    ],
    [
      "a public key that is none",
      { alice: { tid: "7", publicKey: "abc" } },
      { path: "identities.alice.publicKey", reason: containing("64 hexadecimal digits") },
    ],
    [
      "one id for two",
      { alice: { tid: "7", seedFile: "s" }, bob: { tid: "7", publicKey: PUBLIC } },
      { path: "identities.bob.tid", reason: 'is the id of the identity "alice" too' },
    ],
  ])("are refused with %s", (_what, identities, problem) => {
    const { settings, problems } = check({ identities });
    expect(settings).toBeUndefined();
    expect(problems).toMatchObject([problem]);
  });

  it("take the largest id", () => {
    expect(check({ identities: { a: { tid: "9223372036854775807", publicKey: PUBLIC } } }).problems).toEqual(
      [],
    );
  });

  it("have one seed", () => {
    const alice = { tid: "7", seedFile: "seed" };
    const beside = check({ identities: { alice }, identitiesSecrets: { alice: { seed: "a-secret-text" } } });
    expect(beside.problems).toContainEqual(expect.objectContaining({ path: "identities.alice.seedFile" }));
    const both = check({
      identities: { alice: { tid: "7" } },
      identitiesSecrets: { alice: { seed: "a-secret-text", mnemonic: "words" } },
    });
    expect(both.problems).toContainEqual(
      expect.objectContaining({ path: "identitiesSecrets.alice.mnemonic" }),
    );
    expect(JSON.stringify([beside, both])).not.toContain("a-secret-text");
  });

  it("need their seed files where credentials are expected", () => {
    const { problems } = check({ identities: { alice: { tid: "7", seedFile: "seed" } } }, filesOf({}, true));
    expect(problems).toMatchObject([
      { path: "identities.alice.seedFile", reason: "the file seed does not exist" },
    ]);
  });
});
