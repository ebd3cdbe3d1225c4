import * as pulumi from "@pulumi/pulumi";
import { Artifact, ArtifactCluster, ArtifactLease } from "../../../components/index.js";
import { DIGEST } from "../imagehub/declared.js";
import { before, keyOf, only } from "../vimana/scene.js";
import {
  artifact,
  BINDING,
  CHECK,
  declaredArtifacts,
  GUARD,
  LEASE,
  NAMESPACE,
  POOL,
  request,
  ROLE,
} from "./scene.js";

describe("an artifact", () => {
  it("is a pool in a namespace of its own, on a cluster that has Tekton", async () => {
    const found = await declaredArtifacts(
      () => new Artifact("carv01", artifact({ total: 2, retry: { maxFailed: 1 }, ttl: "1h" })),
    );
    const pool = only(found, POOL);
    expect(pool.inputs).toMatchObject({
      cluster: "lab",
      namespace: "train",
      name: "carv01",
      team: "shop/dev",
      whitelist: [],
      settings: { total: 2, target: 1, ttl: 3600, retry: { maxFailed: 1, maxFailedRatio: 0.2 } },
      refs: [],
      accounts: [],
      secrets: [],
    });
    expect(JSON.parse(String(pool.inputs["build"]))).toMatchObject({
      tasks: [{ name: "make", taskSpec: { steps: [{ image: "ubuntu" }] } }],
    });
    expect(pool.parent).toBe("groundplan:artifact:Artifact::carv01");
    const earlier = before(found, pool);
    expect(earlier).toContain(keyOf(only(found, CHECK)));
    expect(earlier).toContain(keyOf(only(found, NAMESPACE)));
    expect(before(found, only(found, NAMESPACE))).toContain(keyOf(only(found, GUARD)));
  });

  it("runs images that other resources tell", async () => {
    const pinned = pulumi.output(`registry.test/x@${DIGEST}`);
    const found = await declaredArtifacts(
      () => new Artifact("carv01", artifact({ request: request({}, pinned) })),
    );
    expect(String(only(found, POOL).inputs["build"])).toContain(`"image":"registry.test/x@${DIGEST}"`);
    expect(JSON.stringify(found.map(({ inputs }) => inputs))).not.toContain("groundplan.invalid");
  });

  it("keeps what a person wrote fit for JSON", async () => {
    const args = artifact({
      request: request({ build: { tasks: [{ name: "a", spec: { steps: [step(pulumi.output('"\n'))] } }] } }),
    });
    const found = await declaredArtifacts(() => new Artifact("carv01", args));
    expect(JSON.parse(String(only(found, POOL).inputs["build"]))).toMatchObject({
      tasks: [{ taskSpec: { steps: [{ script: 'echo "\n' }] } }],
    });

    function step(text: pulumi.Output<string>) {
      return { name: "go", image: "ubuntu", script: pulumi.interpolate`echo ${text}` };
    }
  });

  it("is refused before anything is registered, with everything that is wrong", async () => {
    const faulty = artifact({ total: -1, request: request({ parallelism: 0 }) });
    const found = await declaredArtifacts(() => {
      expect(() => new Artifact("carv01", faulty)).toThrow(
        /Artifact carv01 cannot be declared:\n {2}carv01: total[^\n]*\n {2}carv01: parallelism/,
      );
    });
    expect(found).toEqual([]);
  });

  it("lets the subjects of a team use its records by name, and nothing else", async () => {
    const found = await declaredArtifacts(
      () =>
        new Artifact(
          "carv01",
          artifact({
            total: 2,
            whitelist: [
              "guests/*",
              {
                team: "shop/prod",
                subjects: [
                  { kind: "ServiceAccount", name: "ci" },
                  { kind: "Group", name: "testers" },
                ],
              },
            ],
          }),
        ),
    );
    expect(only(found, POOL).inputs["whitelist"]).toEqual(["guests/*", "shop/prod"]);
    const role = only(found, ROLE);
    expect(role.inputs).toMatchObject({
      metadata: { namespace: "train", annotations: { "groundplan.dev/team": "shop/prod" } },
      rules: [
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["pool-carv01"], verbs: ["get"] },
        {
          apiGroups: [""],
          resources: ["secrets"],
          resourceNames: ["inst-carv01-0", "inst-carv01-1"],
          verbs: ["get", "update"],
        },
      ],
    });
    const binding = only(found, BINDING);
    expect(binding.inputs).toMatchObject({
      roleRef: { kind: "Role", name: (role.inputs["metadata"] as { name: string }).name },
      subjects: [
        { kind: "ServiceAccount", name: "ci", namespace: "train" },
        { kind: "Group", name: "testers", apiGroup: "rbac.authorization.k8s.io" },
      ],
    });
    expect(before(found, role)).toContain("pulumi-nodejs:dynamic/kubernetes:ObjectGuard::carv01");
  });

  it("gives a team without instances no Secret at all", async () => {
    const whitelist = [{ team: "t", subjects: [{ kind: "User" as const, name: "u" }] }];
    const found = await declaredArtifacts(
      () => new Artifact("carv01", artifact({ total: 0, target: 0, whitelist })),
    );
    expect(JSON.stringify(only(found, ROLE).inputs)).not.toContain("secrets");
  });

  it("shares what it can with others of its cluster", async () => {
    const found = await declaredArtifacts(() => {
      const cluster = new ArtifactCluster("lab");
      new Artifact("a", artifact({ cluster }));
      new Artifact("b", artifact({ cluster }));
      new Artifact("c", artifact({ cluster, namespace: "elsewhere", createNamespace: false }));
    });
    expect(found.filter(({ type }) => type === "pulumi:providers:kubernetes")).toHaveLength(1);
    expect(found.filter(({ type }) => type === CHECK)).toHaveLength(1);
    expect(found.filter(({ type }) => type === NAMESPACE).map(({ name }) => name)).toEqual([
      "lab/train/train",
    ]);
  });
});

describe("a lease", () => {
  it("borrows what the program declares, and is given back before that goes", async () => {
    const found = await declaredArtifacts(() => {
      const carv01 = new Artifact("carv01", artifact({ namespace: "pools" }));
      new ArtifactLease("web", { artifact: carv01, waitSeconds: 5 });
    });
    const lease = only(found, LEASE);
    expect(lease.inputs).toMatchObject({
      cluster: "lab",
      namespace: "pools",
      artifact: "carv01",
      team: "shop/dev",
      waitSeconds: 5,
      expects: ["endpoint", "token"],
    });
    expect(lease.after).toContain(keyOf(only(found, POOL)));
  });

  it("borrows what another stack has, by its name", async () => {
    const found = await declaredArtifacts(
      () => new ArtifactLease("web", { artifact: "carv01", cluster: "lab", team: "guests", expects: ["x"] }),
    );
    expect(only(found, LEASE).inputs).toMatchObject({
      cluster: "lab",
      namespace: "train",
      artifact: "carv01",
      team: "guests",
      expects: ["x"],
    });
  });
});
