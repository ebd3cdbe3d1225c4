import { containing } from "../support.js";
import { checkArtifacts, CLUSTERS, pathsOf, pool, request } from "./support.js";

describe("groundplan:artifacts", () => {
  it("become settings, with their defaults", () => {
    const { settings, problems } = checkArtifacts({
      pools: { carv01: pool({ total: 3, target: 2, ttl: "1h" }) },
      leases: { web: { pool: "carv01" } },
    });
    expect(problems).toEqual([]);
    expect(settings?.artifacts).toMatchObject({
      team: undefined,
      admin: false,
      pools: {
        carv01: {
          cluster: "lab",
          namespace: "train",
          createNamespace: true,
          whitelist: [],
          definition: {
            name: "carv01",
            settings: { total: 3, target: 2, ttl: 3600, onReturn: "clean" },
            results: ["endpoint"],
          },
        },
      },
      leases: { web: { of: { pool: "carv01" }, expects: ["endpoint"], publicResults: [] } },
    });
  });

  it("lets what stands beside a request count for more than what is in it", () => {
    const inside = request({ name: "other", total: 1, target: 1, parallelism: 2 });
    const { settings, problems } = checkArtifacts({
      pools: { carv01: pool({ request: inside, total: 3, target: 2 }) },
    });
    expect(problems).toEqual([]);
    expect(settings?.artifacts?.pools["carv01"]?.definition).toMatchObject({
      name: "other",
      settings: { total: 3, target: 2, parallelism: 2 },
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "an unknown cluster",
      { pools: { a: pool({ cluster: "lba" }) } },
      { path: "artifacts.pools.a.cluster", reason: containing('did you mean "lab"?') },
    ],
    [
      "a misspelt setting",
      { pools: { a: pool({ targte: 1 }) } },
      { path: "artifacts.pools.a.targte", reason: containing('mean "target"?') },
    ],
    [
      "a target above the total",
      { pools: { a: pool({ target: 2 }) } },
      { path: "artifacts.pools.a.target", fix: containing("pulumi config set") },
    ],
    [
      "no request",
      { pools: { a: { cluster: "lab" } } },
      { path: "artifacts.pools.a", reason: containing("file") },
    ],
    [
      "a request twice",
      { pools: { a: pool({ file: "a.json" }) } },
      { path: "artifacts.pools.a.file", reason: containing("exclude") },
    ],
    ["a pool that is no object", { pools: { a: 5 } }, { path: "artifacts.pools.a" }],
    ["an id with a dot", { pools: { "a.b": pool() } }, { path: 'artifacts.pools["a.b"]' }],
    [
      "an unknown group",
      { pool: {} },
      { path: "artifacts.pool", reason: containing('did you mean "pools"?') },
    ],
    [
      "a lease of nothing",
      { leases: { web: { pool: "carv02" } }, pools: { carv01: pool() } },
      { path: "artifacts.leases.web.pool", reason: containing('did you mean "carv01"?') },
    ],
    [
      "a lease that says where its pool is",
      { leases: { web: { pool: "carv01", namespace: "train" } }, pools: { carv01: pool() } },
      { path: "artifacts.leases.web.namespace" },
    ],
    [
      "a result that the pool has not",
      { leases: { web: { pool: "carv01", results: ["endpiont"] } }, pools: { carv01: pool() } },
      { path: "artifacts.leases.web.results[0]", reason: containing('did you mean "endpoint"?') },
    ],
    [
      "a public result that the pool has not",
      { pools: { carv01: pool({ publicResults: ["endpiont"] }) } },
      { path: "artifacts.pools.carv01.publicResults[0]", reason: containing('did you mean "endpoint"?') },
    ],
    [
      "a public result that the resource has not",
      { resources: { db: { cluster: "lab", params: { host: "h" }, publicResults: ["x"] } } },
      { path: "artifacts.resources.db.publicResults[0]" },
    ],
    [
      "a public result that the lease does not ask for",
      { leases: { web: { artifact: "a", cluster: "lab", results: ["x"], publicResults: ["y"] } } },
      { path: "artifacts.leases.web.publicResults[0]" },
    ],
    [
      "an artifact without its cluster",
      { leases: { web: { artifact: "carv01" } } },
      { path: "artifacts.leases.web.cluster", reason: containing("is missing") },
    ],
    [
      "one id for two things",
      { pools: { carv01: pool() }, leases: { carv01: { pool: "carv01" } } },
      { path: "artifacts.leases.carv01", reason: containing("one of pools already") },
    ],
    [
      "one name for two artifacts of a namespace",
      { pools: { a: pool({ request: request({ name: "b" }) }), b: pool() } },
      { path: "artifacts.pools.b", reason: containing("is pools.a already") },
    ],
    [
      "refs in a circle",
      {
        pools: {
          a: pool({ request: request({ refs: [{ name: "b" }] }) }),
          b: pool({ request: request({ refs: [{ name: "a" }] }) }),
        },
      },
      { path: "artifacts.pools.a", reason: containing("a → b → a") },
    ],
    [
      "an owner that is somebody else",
      { team: "platform", pools: { a: pool({ owner: "shop" }) } },
      { path: "artifacts.pools.a.owner", reason: containing("administrators") },
    ],
    [
      "subjects without any",
      { pools: { a: pool({ whitelist: [{ team: "shop", subjects: [] }] }) } },
      { path: "artifacts.pools.a.whitelist[0].subjects" },
    ],
    [
      "an account whose id is no name",
      { accounts: { Gcp: { cluster: "lab", entries: ["a"] } } },
      { path: "artifacts.accounts.Gcp" },
    ],
    [
      "a parameter that a resource has not",
      {
        resources: { db: { cluster: "lab", params: { host: "h" }, results: { url: "x://$(params.hots)" } } },
      },
      { path: "artifacts.resources.db.results.url", reason: containing("there are: host") },
    ],
  ])("refuse %s", (_what, artifacts, expected) => {
    const { settings, problems } = checkArtifacts(artifacts);
    expect(settings).toBeUndefined();
    expect(problems).toMatchObject([expected]);
  });

  it("report the faults of all members at once", () => {
    const found = checkArtifacts({
      team: 5,
      pools: { a: pool({ cluster: "x" }), b: pool({ parallelism: 0 }), c: { request: request() } },
      leases: { web: { pool: "nothing" }, other: { artifact: "x", cluster: "nowhere" } },
      resources: { db: { cluster: "y", manifests: [{ kind: "ConfigMap" }] } },
    });
    expect([...pathsOf(found)].sort()).toEqual([
      "artifacts.leases.other.cluster",
      "artifacts.leases.web.pool",
      "artifacts.pools.a.cluster",
      "artifacts.pools.b.parallelism",
      "artifacts.pools.c.cluster",
      "artifacts.resources.db.cluster",
      "artifacts.resources.db.manifests[0].apiVersion",
      "artifacts.resources.db.manifests[0].metadata",
      "artifacts.team",
    ]);
  });

  it("let a lease of a faulty pool alone", () => {
    const found = checkArtifacts({ pools: { a: pool({ cluster: 5 }) }, leases: { web: { pool: "a" } } });
    expect(pathsOf(found)).toEqual(["artifacts.pools.a.cluster"]);
  });

  it("let administrators give pools to others", () => {
    const { problems } = checkArtifacts({ admin: true, pools: { a: pool({ owner: "shop" }) } });
    expect(problems).toEqual([]);
  });

  it("know the stack's own clusters only", () => {
    const { problems } = checkArtifacts(
      { leases: { web: { artifact: "a", cluster: "lab" } } },
      { clusters: CLUSTERS },
    );
    expect(problems).toEqual([]);
  });
});
