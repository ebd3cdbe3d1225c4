import * as pulumi from "@pulumi/pulumi";
import { artifactArgs } from "../../../config/program/artifact-args.js";
import { declareArtifacts, type DeclaredArtifacts } from "../../../components/index.js";
import type { Declared } from "../imagehub/declared.js";
import { declared } from "../imagehub/declared.js";
import { valueOf } from "../program/value-of.js";
import { checkArtifacts, pool, request } from "../../unit/config/artifacts/support.js";
import { before, only } from "../vimana/scene.js";
import { declaredArtifacts, INSTANCE, LEASE, NAMESPACE, POOL, SECRET } from "./scene.js";

const SECRETS = { accounts: { gcp: { a: { key: "canary" } } }, secrets: { dns: { token: "canary" } } };

/** Declares what a stack file with these artifacts declares. */
async function declare(
  artifacts: Record<string, unknown>,
  runs: typeof declaredArtifacts = declaredArtifacts,
): Promise<{ found: Declared[]; result: DeclaredArtifacts }> {
  const { settings, problems } = checkArtifacts(artifacts, { artifactsSecrets: SECRETS });
  if (settings?.artifacts === undefined) throw new Error(JSON.stringify(problems));
  const checked = settings.artifacts;
  let result: DeclaredArtifacts | undefined;
  const found = await runs(
    () => {
      result = declareArtifacts(artifactArgs(checked, (text) => text));
    },
    { config: { "groundplan:artifactsSecrets": JSON.stringify(SECRETS) } },
  );
  if (result === undefined) throw new Error("nothing was declared");
  return { found, result };
}

const GCP = { accounts: { gcp: { cluster: "lab", entries: ["a"] } } };
const DNS = { secrets: { dns: { cluster: "lab" } } };

/** A request that uses this. */
function using(unit: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> {
  const { build, ...rest } = request();
  return { ...rest, build: { ...(build as Record<string, unknown>), ...unit }, ...more };
}

describe("artifacts of a stack file", () => {
  it("come after what they use, in whatever order they stand", async () => {
    const { found } = await declare({
      leases: { mine: { pool: "app" } },
      pools: {
        app: pool({
          request: using(
            { accounts: [{ name: "gcp" }], secrets: [{ name: "dns" }] },
            { refs: [{ name: "base" }, { name: "db" }, { name: "somewhere-else" }] },
          ),
        }),
        base: pool(),
      },
      resources: { db: { cluster: "lab" } },
      ...GCP,
      ...DNS,
    });
    const earlier = before(found, only(found, POOL, "app"));
    expect([...earlier]).toEqual(
      expect.arrayContaining([
        `${POOL}::base`,
        `${POOL}::db`,
        `${SECRET}::gcp/account-gcp-a`,
        `${SECRET}::dns/shared-dns`,
      ]),
    );
    expect(only(found, LEASE).after).toContain(`${POOL}::app`);
    expect(JSON.stringify(found.map(({ inputs }) => inputs))).not.toContain("canary");
  });

  it("declare each namespace once, and none that somebody else makes", async () => {
    const { found } = await declare({
      pools: {
        a: pool(),
        b: pool({ namespace: "pools" }),
        c: pool({ namespace: "theirs" }),
        d: pool({ namespace: "theirs", createNamespace: false }),
      },
      ...GCP,
      ...DNS,
    });
    const namespaces = found.filter(({ type }) => type === NAMESPACE).map(({ name }) => name);
    expect(namespaces.sort()).toEqual(["lab/pools/pools", "lab/train/train"]);
    expect(found.filter(({ type }) => type === "pulumi:providers:kubernetes")).toHaveLength(1);
  });

  it("act as the stack's team", async () => {
    const { found } = await declare({
      team: "platform",
      admin: true,
      pools: { a: pool(), b: pool({ owner: "shop" }) },
      leases: { mine: { pool: "b" } },
      ...GCP,
      ...DNS,
    });
    expect(only(found, POOL, "a").inputs).toMatchObject({ team: "platform", admin: true });
    expect(only(found, POOL, "b").inputs).toMatchObject({ team: "shop", admin: true });
    expect(only(found, LEASE).inputs).toMatchObject({ team: "platform", admin: true });
    for (const secret of found.filter(({ type }) => type === SECRET)) {
      expect(secret.inputs).toMatchObject({
        metadata: { annotations: { "groundplan.dev/team": "platform" } },
      });
    }
  });

  it("offer references what was borrowed", async () => {
    const { result } = await declare({
      pools: { a: pool() },
      leases: { mine: { pool: "a" }, theirs: { artifact: "x", cluster: "lab", results: ["token"] } },
      ...GCP,
      ...DNS,
    });
    const outputs = await valueOf(pulumi.output(result.outputs));
    expect(outputs).toEqual({
      a: { phase: "Succeeded" },
      mine: { instance: INSTANCE },
      "mine.results": { endpoint: "https://x" },
      theirs: { instance: INSTANCE },
      "theirs.results": { token: "hunter2" },
    });
  });

  it("tell a person numbers and public results, and of secret ones the names", async () => {
    const { result } = await declare({
      pools: { a: pool({ publicResults: ["endpoint"] }), b: pool() },
      leases: { mine: { pool: "a" }, other: { pool: "b" } },
      ...GCP,
      ...DNS,
    });
    expect(await valueOf(pulumi.output(result.summary))).toEqual({
      a: {
        phase: "Succeeded",
        instances: "1 clean",
        limits: "target 1, total 2",
        [INSTANCE]: { state: "clean", endpoint: "https://x" },
      },
      b: {
        phase: "Succeeded",
        instances: "1 clean",
        limits: "target 1, total 2",
        hidden: ["endpoint"],
        [INSTANCE]: { state: "clean" },
      },
      mine: { borrowed: `a/${INSTANCE}`, endpoint: "https://x" },
      other: { borrowed: `b/${INSTANCE}`, hidden: ["endpoint"] },
    });
  });

  it("tell what they can when nothing of them is there, as in a destroy that is run again", async () => {
    const { result } = await declare(
      { pools: { a: pool() }, leases: { mine: { pool: "a" } }, ...GCP, ...DNS },
      declared,
    );
    expect(await valueOf(pulumi.output(result.summary))).toEqual({
      a: { phase: "(not known)", instances: "none", limits: "target 0, total 0", hidden: ["endpoint"] },
      mine: { borrowed: "a/(none)", hidden: ["endpoint"] },
    });
    expect(await valueOf(pulumi.output(result.outputs))).toMatchObject({ "mine.results": { endpoint: "" } });
  });
});
