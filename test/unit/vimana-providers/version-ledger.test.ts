import fc from "fast-check";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import { ledgerName } from "../../../model/vimana/names.js";
import { markServed } from "../../../providers/vimana/ledger/store.js";
import {
  versionLedger,
  type VersionLedgerInputs,
  type VersionLedgerOutputs,
} from "../../../providers/vimana/version-ledger.js";
import {
  DOMAIN,
  Driver,
  NAMESPACE,
  SCOPE,
  seedDeployment,
  START,
  vimanaWorld,
  withEveryFault,
  type World,
} from "./world.js";

const FULL_NAME = `${DOMAIN}:cart`;
const DAY = 24 * 3_600_000;
const OTHER_STACK = { ...SCOPE, stack: "prod" };
const REF = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: ledgerName(FULL_NAME) };

type LedgerDriver = Driver<VersionLedgerInputs, VersionLedgerOutputs>;

/** A version by its image; `image@digest` has a digest, too. */
function spec(versions: Record<string, string>, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    cluster: "lab",
    namespace: NAMESPACE,
    fullName: FULL_NAME,
    versions: Object.fromEntries(
      Object.entries(versions).map(([version, text]) => {
        const [image, digest] = text.split("@");
        return [version, { image, ...(digest === undefined ? {} : { digest }) }];
      }),
    ),
    ...more,
  };
}

function ledger(world: World, scope = SCOPE): LedgerDriver {
  return new Driver(world, versionLedger, "shop/cart", scope);
}

function served(world: World, ...versions: string[]): Promise<void> {
  const at = { namespace: NAMESPACE, ledger: REF.name, versions };
  return markServed(world.kubernetes, at, { now: () => world.now, signal: AbortSignal.timeout(10_000) });
}

function object(world: World): KubeObject | undefined {
  return world.kubernetes.peek(REF);
}

/** Version → state, as the cluster has it. */
function recorded(world: World): Record<string, string> {
  const data = (object(world)?.["data"] ?? {}) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(data).map(([version, text]) => [version, (JSON.parse(text) as { state: string }).state]),
  );
}

/** A server whose 1.0.0 has carried weight and was then replaced by 1.1.0. */
async function replaced(): Promise<{ world: World; driver: LedgerDriver }> {
  const world = vimanaWorld();
  const driver = ledger(world);
  await driver.up(spec({ "1.0.0": "cart:1@sha256:a" }));
  await served(world, "1.0.0");
  world.now = START + DAY;
  await driver.up(spec({ "1.1.0": "cart:2@sha256:b" }));
  return { world, driver };
}

describe("a ledger of versions", () => {
  test("records what is declared, as pending until it carried weight", async () => {
    const world = vimanaWorld();
    const driver = ledger(world);
    expect((await driver.plan(spec({ "1.0.0": "cart:1" })))?.steps).toEqual(["record 1.0.0"]);
    expect(world.writes()).toEqual([]);
    const { history } = await driver.up(spec({ "1.0.0": "cart:1" }));
    expect(history).toEqual({
      "1.0.0": {
        image: "cart:1",
        state: "pending",
        firstSeen: "2026-01-01T00:00:00.000Z",
        lastSeen: "2026-01-01T00:00:00.000Z",
        stack: "abc123/shop/dev",
      },
    });
    expect(object(world)?.metadata).toMatchObject({
      labels: { "vimana.host/domain": DOMAIN, "vimana.host/server": "cart" },
      annotations: { [OWNER_ANNOTATION]: "abc123/shop/dev/shop/cart" },
    });
    await served(world, "1.0.0");
    expect(recorded(world)).toEqual({ "1.0.0": "served" });
    const writes = world.writes().length;
    await served(world, "1.0.0");
    expect(world.writes()).toHaveLength(writes);
  });

  test("asks for nothing in a preview that changes nothing", async () => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "1.0.0": "cart:1" }));
    const before = world.kubernetes.requests.length;
    expect(await driver.plan(spec({ "1.0.0": "cart:1" }))).toBeUndefined();
    expect(world.kubernetes.requests).toHaveLength(before);
  });

  test("a version that was taken out cannot come back", async () => {
    const { world, driver } = await replaced();
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.1.0": "pending" });
    const again = spec({ "1.0.0": "cart:1@sha256:a", "1.1.0": "cart:2@sha256:b" });
    const refusal = `${FULL_NAME}@1.0.0 was used and taken out on 2026-01-02T00:00:00.000Z`;
    await expect(driver.plan(again)).rejects.toThrow(refusal);
    const before = world.writes().length;
    await expect(driver.up(again)).rejects.toThrow(refusal);
    expect(world.writes()).toHaveLength(before);
  });

  test("nor in another stack, nor after the first one was destroyed", async () => {
    const { world, driver } = await replaced();
    const other = ledger(world, OTHER_STACK);
    await expect(other.plan(spec({ "1.0.0": "cart:1@sha256:a" }))).rejects.toThrow(
      "1.0.0 was used and taken out",
    );
    await expect(other.plan(spec({ "1.1.0": "cart:2" }))).rejects.toThrow(
      "1.1.0 is declared by abc123/shop/dev",
    );

    await served(world, "1.1.0");
    await driver.down();
    expect(world.lines.at(-1)).toContain("stays with 2 used versions: it is to be retained");
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.1.0": "retired" });
    await expect(ledger(world).plan(spec({ "1.1.0": "cart:2@sha256:b" }))).rejects.toThrow("1.1.0 was used");
    await expect(ledger(world).up(spec({ "1.1.0": "cart:2@sha256:b" }))).rejects.toThrow("1.1.0 was used");
    await ledger(world).up(spec({ "1.2.0": "cart:3" }));
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.1.0": "retired", "1.2.0": "pending" });
  });

  test("all faults come at once", async () => {
    const { driver } = await replaced();
    const wanted = spec({ "1.0.0": "cart:1@sha256:a", "0.9.0": "cart:0" }, { monotonic: true });
    await expect(driver.plan(wanted)).rejects.toThrow(/@0\.9\.0 is below 1\.0\.0[^]*@1\.0\.0 was used/);
  });

  test.each([
    [
      "another digest",
      "cart:1@sha256:b",
      "1.0.0 is used for cart:1 (sha256:a) and declared with cart:1 (sha256:b)",
    ],
    ["another text without a digest", "cart:2", "declared with cart:2"],
  ])("a used version cannot become something else: %s", async (_what, image, reason) => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "1.0.0": "cart:1@sha256:a" }));
    await served(world, "1.0.0");
    await expect(driver.plan(spec({ "1.0.0": image }))).rejects.toThrow(reason);
    await expect(driver.up(spec({ "1.0.0": image }))).rejects.toThrow(reason);
  });

  test.each([
    ["another text of the same digest", "cart:1@sha256:a", "mirror/cart:1@sha256:a", "sha256:a"],
    ["a digest that becomes known", "cart:1", "cart:1@sha256:a", "sha256:a"],
    ["a digest that is looked up no more", "cart:1@sha256:a", "cart:1", "sha256:a"],
  ])("a used version may be written otherwise: %s", async (_what, before, after, digest) => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "1.0.0": before }));
    await served(world, "1.0.0");
    const { history } = await driver.up(spec({ "1.0.0": after }));
    expect(history["1.0.0"]).toMatchObject({ state: "served", image: after.split("@")[0], digest });
  });

  test("a version that never came up may become something else, and is forgotten when it goes", async () => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "1.0.0": "cart:broken@sha256:a" }));
    seedDeployment(world, `${FULL_NAME}@1.0.0`, 0);
    await driver.up(spec({ "1.0.0": "cart:fixed" }));
    expect((await driver.refresh()) && driver.state?.outputs.history["1.0.0"]).toEqual(
      expect.objectContaining({ image: "cart:fixed", state: "pending" }),
    );
    expect(driver.state?.outputs.history["1.0.0"]).not.toHaveProperty("digest");
    expect((await driver.plan(spec({ "1.1.0": "cart:2" })))?.steps).toEqual([
      "forget 1.0.0: it never ran",
      "record 1.1.0",
    ]);
    await driver.up(spec({ "1.1.0": "cart:2" }));
    expect(recorded(world)).toEqual({ "1.1.0": "pending" });
    await driver.up(spec({ "1.0.0": "cart:other", "1.1.0": "cart:2" }));
    expect(recorded(world)).toEqual({ "1.0.0": "pending", "1.1.0": "pending" });
  });

  test("a version without weight is used once its Deployment was available", async () => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "1.0.0": "cart:1", "1.1.0": "cart:2" }));
    seedDeployment(world, `${FULL_NAME}@1.0.0`, 1);
    await expect(driver.plan(spec({ "1.0.0": "cart:9", "1.1.0": "cart:2" }))).rejects.toThrow(
      "1.0.0 is used for",
    );
    // Traffic, which marks what it serves, also finds out about the others.
    await served(world, "1.1.0");
    expect(recorded(world)).toEqual({ "1.0.0": "served", "1.1.0": "served" });
  });

  test("a version that finished its rollout and fails now has been used", async () => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "1.0.0": "cart:1" }));
    seedDeployment(world, `${FULL_NAME}@1.0.0`, 0);
    const [found] = world.kubernetes.objects("Deployment");
    if (found === undefined) throw new Error("no Deployment");
    const conditions = [{ type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" }];
    world.kubernetes.seed({ ...found, status: { ...(found["status"] as object), conditions } });
    await driver.up(spec({}));
    expect(recorded(world)).toEqual({ "1.0.0": "retired" });
  });
});

describe("a deployment that failed half-way and is taken back", () => {
  test("leaves a version that never went free to stay, and only as it was", async () => {
    const { world, driver } = await replaced();
    // Removal comes last, so after a failure the version still runs although the ledger has retired it.
    seedDeployment(world, `${FULL_NAME}@1.0.0`, 1);
    await expect(driver.plan(spec({ "1.0.0": "cart:1@sha256:x" }))).rejects.toThrow("1.0.0 was used");
    await expect(ledger(world, OTHER_STACK).plan(spec({ "1.0.0": "cart:1@sha256:a" }))).rejects.toThrow(
      "1.0.0 was used",
    );
    expect((await driver.plan(spec({ "1.0.0": "cart:1@sha256:a" })))?.steps).toEqual([
      "keep 1.0.0, which has not gone yet",
      "forget 1.1.0: it never ran",
    ]);
    const { history } = await driver.up(spec({ "1.0.0": "cart:1@sha256:a" }));
    expect(Object.keys(history)).toEqual(["1.0.0"]);
    expect(history["1.0.0"]?.state).toBe("served");
    expect(history["1.0.0"]).not.toHaveProperty("retiredAt");
  });

  test("does not bring back one that is on its way out", async () => {
    const { world, driver } = await replaced();
    seedDeployment(world, `${FULL_NAME}@1.0.0`, 1);
    const [found] = world.kubernetes.objects("Deployment");
    if (found === undefined) throw new Error("no Deployment");
    const { name = "", namespace = "" } = found.metadata;
    const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace, name };
    await world.kubernetes.patch(ref, { metadata: { finalizers: ["test/keep"] } }, { type: "merge" });
    await world.kubernetes.delete(ref);
    await expect(driver.plan(spec({ "1.0.0": "cart:1@sha256:a" }))).rejects.toThrow("1.0.0 was used");
  });
});

describe("forgiveness", () => {
  const AGAIN = { "1.0.0": "cart:1b@sha256:c", "1.1.0": "cart:2@sha256:b" };

  test("permits one more use, and is recorded with its reason", async () => {
    const { world, driver } = await replaced();
    const wanted = spec(AGAIN, { forgive: [{ version: "1.0.0", reason: "pushed in haste" }] });
    expect((await driver.plan(wanted))?.steps).toEqual(["forgive 1.0.0: pushed in haste"]);
    const { history } = await driver.up(wanted);
    expect(history["1.0.0"]).toMatchObject({
      image: "cart:1b",
      digest: "sha256:c",
      state: "pending",
      firstSeen: "2026-01-01T00:00:00.000Z",
      forgiven: [{ reason: "pushed in haste", at: "2026-01-02T00:00:00.000Z" }],
    });
    expect(history["1.0.0"]).not.toHaveProperty("retiredAt");
    expect(await driver.plan(wanted)).toBeUndefined();

    await served(world, "1.0.0");
    const more = { ...AGAIN, "1.0.0": "cart:1c@sha256:d" };
    const spent = spec(more, { forgive: [{ version: "1.0.0", reason: "pushed in haste" }] });
    await expect(driver.plan(spent)).rejects.toThrow("1.0.0 is used for cart:1b");
    const renewed = spec(more, {
      forgive: [
        { version: "1.0.0", reason: "pushed in haste" },
        { version: "1.0.0", reason: "and once more" },
      ],
    });
    const after = await driver.up(renewed);
    expect(after.history["1.0.0"]?.forgiven?.map(({ reason }) => reason)).toEqual([
      "pushed in haste",
      "and once more",
    ]);
  });

  test("a forgiven version that never came up is retired again and not forgotten", async () => {
    const { world, driver } = await replaced();
    await driver.up(spec(AGAIN, { forgive: [{ version: "1.0.0", reason: "pushed in haste" }] }));
    await driver.up(spec({ "1.1.0": "cart:2@sha256:b" }));
    expect(recorded(world)["1.0.0"]).toBe("retired");
  });
});

describe("the highest version", () => {
  test("a lower one is remarked on, or refused if versions must rise", async () => {
    const { driver } = await replaced();
    const wanted = { "1.0.0-rc1": "cart:0", "1.1.0": "cart:2@sha256:b" };
    const line = `${FULL_NAME}@1.0.0-rc1 is below 1.0.0, the highest version that was used (CMP-5)`;
    expect((await driver.plan(spec(wanted)))?.notes).toEqual([line]);
    await expect(driver.plan(spec(wanted, { monotonic: true }))).rejects.toThrow(line);
    await driver.up(spec(wanted));
  });

  test("numbers count as numbers", async () => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "9.0.0": "cart:1" }));
    await served(world, "9.0.0");
    const plan = await driver.plan(spec({ "9.0.0": "cart:1", "10.0.0": "cart:2" }, { monotonic: true }));
    expect(plan).toMatchObject({ steps: ["record 10.0.0"], notes: [] });
  });
});

describe("a record that somebody changed", () => {
  test("an entry that was deleted is drift, and is restored", async () => {
    const { world, driver } = await replaced();
    await world.kubernetes.patch(REF, { data: { "1.0.0": null } }, { type: "merge" });
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(false);
    expect(world.lines.join("\n")).toMatch(/warning: drift: .* was changed by hand: 1\.0\.0/);
    const unchanged = spec({ "1.1.0": "cart:2@sha256:b" });
    expect((await driver.plan(unchanged))?.steps).toEqual(["restore the record, which was changed by hand"]);
    await expect(driver.plan(spec({ "1.0.0": "cart:1", "1.1.0": "cart:2@sha256:b" }))).rejects.toThrow(
      "was used",
    );
    await driver.up(unchanged);
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.1.0": "pending" });
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(true);
  });

  test.each([
    "not JSON",
    '{"state":"pending"}',
    '{"image":"x","state":"pending","firstSeen":"","lastSeen":"","stack":"","token":""}',
  ])("an entry that says %s takes nothing back", async (text) => {
    const { world, driver } = await replaced();
    await world.kubernetes.patch(REF, { data: { "1.0.0": text } }, { type: "merge" });
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(false);
    expect(driver.state?.outputs.history["1.0.0"]).toMatchObject({ state: "retired", digest: "sha256:a" });
    await driver.up(spec({ "1.1.0": "cart:2@sha256:b" }));
    expect(recorded(world)["1.0.0"]).toBe("retired");
  });

  test("a record that is gone comes back whole", async () => {
    const { world, driver } = await replaced();
    world.kubernetes.vanish(REF);
    expect(await driver.refresh()).toBe(true);
    expect(world.lines.join("\n")).toMatch(/warning: drift: .* is gone/);
    await driver.up(spec({ "1.1.0": "cart:2@sha256:b" }));
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.1.0": "pending" });
    await driver.down(driver.state && { ...driver.state, inputs: { ...driver.state.inputs, retain: false } });
    expect(object(world)).toBeUndefined();
  });

  test("keys that are no versions are left alone", async () => {
    const { world, driver } = await replaced();
    await world.kubernetes.patch(REF, { data: { README: "do not touch" } }, { type: "merge" });
    await driver.up(spec({ "1.1.0": "cart:2@sha256:b", "1.2.0": "cart:3" }));
    expect(object(world)?.["data"]).toMatchObject({ README: "do not touch" });
  });

  test("a ConfigMap that groundplan has not made is refused at preview and at up", async () => {
    const world = vimanaWorld();
    world.kubernetes.seed({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: NAMESPACE, name: REF.name },
    });
    await expect(ledger(world).plan(spec({ "1.0.0": "x" }))).rejects.toThrow("bears no owner mark");
    await expect(ledger(world).up(spec({ "1.0.0": "x" }))).rejects.toThrow("bears no owner mark");
    expect(world.writes()).toEqual([]);
  });
});

describe("a ledger that several write", () => {
  test("two stacks keep each other's versions, and the last one takes the record along", async () => {
    const world = vimanaWorld();
    const [dev, prod] = [ledger(world), ledger(world, OTHER_STACK)];
    await Promise.all([
      dev.up(spec({ "1.0.0": "cart:1" }, { retain: false })),
      prod.up(spec({ "2.0.0": "cart:2" }, { retain: false })),
    ]);
    expect(recorded(world)).toEqual({ "1.0.0": "pending", "2.0.0": "pending" });
    await served(world, "1.0.0", "2.0.0");
    await dev.up(spec({ "1.1.0": "cart:3" }, { retain: false }));
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.1.0": "pending", "2.0.0": "served" });
    await dev.down();
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "2.0.0": "served" });
    expect(world.lines.at(-1)).toContain("others have versions in it");
  });

  test("a write in between is not lost", async () => {
    const { world, driver } = await replaced();
    const stop = world.kubernetes.inject(({ verb, kind }, moment) => {
      if (verb !== "replace" || kind !== "ConfigMap" || moment !== "before") return undefined;
      stop();
      const found = object(world);
      const text = (found?.["data"] as Record<string, string>)["1.1.0"] ?? "";
      world.kubernetes.seed({
        ...(found as KubeObject),
        data: { ...(found?.["data"] as object), "1.1.0": text.replace("pending", "served") },
      });
      return undefined;
    });
    await driver.up(spec({ "1.2.0": "cart:3" }));
    expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.1.0": "retired", "1.2.0": "pending" });
  });

  test("whatever becomes of a version, no history loses one that was used", async () => {
    const versions = fc.uniqueArray(fc.constantFrom("1.0.0", "1.1.0", "2.0.0"));
    const step = fc.record({
      wanted: versions,
      runs: versions,
      deleted: versions,
      refresh: fc.boolean(),
      image: fc.constantFrom("a", "b"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const world = vimanaWorld();
        const driver = ledger(world);
        const used = new Map<string, string>();
        for (const { wanted, runs, deleted, refresh, image } of steps) {
          const declared = Object.fromEntries(wanted.map((version) => [version, image]));
          const refused = await driver.up(spec(declared)).then(
            () => false,
            (error: unknown) => {
              expect(String(error)).toContain("cannot be re-used");
              return true;
            },
          );
          // Traffic comes after the ledger: where that is refused, nothing is sent to any version.
          const current = refused ? {} : (driver.state?.inputs.versions ?? {});
          const running = runs.filter((version) => current[version] !== undefined);
          await served(world, ...running);
          for (const version of running) used.set(version, current[version]?.image ?? "");
          if (refresh && driver.state !== undefined) await driver.refresh();
          if (refresh && object(world) !== undefined) {
            const patch = { data: Object.fromEntries(deleted.map((version) => [version, null])) };
            await world.kubernetes.patch(REF, patch, { type: "merge" });
          }
        }
        await driver.up(
          spec(
            Object.fromEntries(
              Object.entries(driver.state?.inputs.versions ?? {}).map(([version, { image }]) => [
                version,
                image,
              ]),
            ),
          ),
        );
        for (const [version, image] of used) {
          expect(driver.state?.outputs.history[version]?.state).toMatch(/served|retired/);
          expect(recorded(world)[version]).toMatch(/served|retired/);
          const other = image === "a" ? "b" : "a";
          await expect(driver.plan(spec({ [version]: other }))).rejects.toThrow(version);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("a ledger whose cluster does not answer", () => {
  test("the state refuses what it knows, and a new one says that it does not know", async () => {
    const { world, driver } = await replaced();
    const { KubeError } = await import("../../../clients/kubernetes/errors.js");
    world.kubernetes.inject(
      () => new KubeError("Unreachable", { what: "no answer", where: "lab", status: 0 }),
    );
    const now = { "1.1.0": "cart:2@sha256:b" };
    await expect(driver.plan(spec({ ...now, "1.0.0": "cart:1" }))).rejects.toThrow(
      "1.0.0 was used and taken out",
    );
    // Whether 1.1.0 ran by now cannot be seen, so it counts as used.
    await expect(driver.plan(spec({ "1.1.0": "cart:9@sha256:c" }))).rejects.toThrow("1.1.0 is used for");
    const plan = await driver.plan(spec({ ...now, "1.2.0": "cart:3" }));
    expect(plan?.steps).toEqual(["record 1.2.0"]);
    expect(plan?.notes?.join()).toContain("what the cluster's record has besides is not known");
    await expect(ledger(world).plan(spec(now))).rejects.toThrow("no answer");
  });
});

describe("who may take a record away", () => {
  test("a later instance of the same resource keeps it from the earlier one", async () => {
    const world = vimanaWorld();
    const driver = ledger(world);
    await driver.up(spec({ "1.0.0": "cart:1" }, { retain: false }));
    await served(world, "1.0.0");
    const earlier = driver.state;
    driver.state = undefined;
    await driver.up(spec({ "1.0.0": "cart:1" }, { retain: false }));
    await driver.down(earlier);
    expect(recorded(world)).toEqual({ "1.0.0": "served" });
    expect(world.lines.at(-1)).toContain("stays: abc123/shop/dev/shop/cart holds it");
    await driver.down();
    expect(object(world)).toBeUndefined();
  });

  test("what is not a ledger is left alone", async () => {
    const { world, driver } = await replaced();
    world.kubernetes.vanish(REF);
    world.kubernetes.seed({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: NAMESPACE, name: REF.name },
    });
    await driver.down(driver.state && { ...driver.state, inputs: { ...driver.state.inputs, retain: false } });
    expect(object(world)).toBeDefined();
  });
});

describe("another cluster", () => {
  test("gets everything that is known, and the record left behind goes unless it is retained", async () => {
    const { world, driver } = await replaced();
    const here = vimanaWorld();
    const old = world.kubernetes;
    const clusters: Record<string, typeof old> = { lab: old, new: here.kubernetes };
    const context = world.context.bind(world);
    jest.spyOn(world, "context").mockImplementation((...given) => ({
      ...context(...given),
      target: async <C>(_type: unknown, name: string) => clusters[name] as C,
    }));
    const moved = { "1.1.0": "cart:2@sha256:b" };
    await driver.up(spec(moved, { cluster: "new" }));
    expect(recorded(here)).toEqual({ "1.0.0": "retired", "1.1.0": "pending" });
    expect(recorded(world)).toEqual({ "1.0.0": "retired" });
    await driver.up(spec(moved, { cluster: "lab", retain: false }));
    expect(object(here)).toBeDefined();
    await driver.up(spec(moved, { cluster: "new", retain: false }));
    expect(object(world)).toBeUndefined();
  });
});

describe("with every request failing once, before or after its effect", () => {
  test("a create, an update and a delete converge", async () => {
    await withEveryFault(
      async () => {
        const world = vimanaWorld();
        const driver = ledger(world);
        return { world, driver, run: () => driver.up(spec({ "1.0.0": "cart:1" })) };
      },
      ({ world }) => {
        expect(recorded(world)).toEqual({ "1.0.0": "pending" });
      },
    );
    await withEveryFault(
      async () => {
        const { world, driver } = await replaced();
        return { world, driver, run: () => driver.up(spec({ "1.2.0": "cart:3" })) };
      },
      ({ world }) => {
        expect(recorded(world)).toEqual({ "1.0.0": "retired", "1.2.0": "pending" });
      },
    );
    for (const retain of [true, false]) {
      await withEveryFault(
        async () => {
          const { world, driver } = await replaced();
          const known = driver.state && { ...driver.state, inputs: { ...driver.state.inputs, retain } };
          return { world, run: () => driver.down(known) };
        },
        ({ world }) => {
          expect(recorded(world)).toEqual(retain ? { "1.0.0": "retired" } : {});
          expect(object(world) === undefined).toBe(!retain);
        },
      );
    }
  });
});
