import { expectChanges } from "../../support/vimana-changes.js";
import { IMAGE, matrixServer, OTHER_IMAGE, V1, V2, VERSION } from "../../support/vimana-matrix.js";
import { vimanaScene, type ServerSettings } from "../../support/vimana-scene.js";

const NAME = "matrix";
const SHOP = `${NAME}/shop`;
const RUNNING = { image: IMAGE, replicas: 1, env: { SERVICES: "matrix.any" } };

/** What is changed of a server, and what a preview shows then; `%` stands for the server. */
interface Row {
  /** What is different before the change. */
  readonly from?: Partial<ServerSettings>;
  readonly to: Partial<ServerSettings>;
  readonly changes: readonly string[];
}

/** By server; they are alike but for this. */
const SERVERS: Readonly<Record<string, Row>> = {
  untouched: { to: {}, changes: [] },
  services: { to: { services: ["matrix.services", "matrix.more"] }, changes: ["update Traffic %"] },
  weights: { to: { weights: { [V1]: 1, [V2]: 1 } }, changes: ["update Traffic %"] },
  external: { to: { weightsManagedBy: "external" }, changes: ["update Traffic %"] },
  version: {
    to: { components: { [V1]: VERSION, "1.2.0": VERSION }, weights: { [V1]: 4, "1.2.0": 1 } },
    changes: [
      "update VersionLedger %",
      "create Component %@1.2.0",
      "create Deployment %@1.2.0",
      "create Service %@1.2.0",
      "update Traffic %",
      "delete Deployment %@1.1.0",
      "delete Service %@1.1.0",
      "delete Component %@1.1.0",
    ],
  },
  forgiven: {
    to: {
      components: { [V1]: { ...VERSION, image: OTHER_IMAGE }, [V2]: VERSION },
      forgive: [{ version: V1, reason: "was never sold" }],
    },
    changes: ["update VersionLedger %", "update Deployment %@1.0.0 spec.template.spec.containers[0].image"],
  },
  started: {
    to: { components: { [V1]: RUNNING, [V2]: VERSION } },
    changes: [
      "update Deployment %@1.0.0 spec.replicas spec.template.spec.containers[0].env",
      // Its endpoints are waited for from now on.
      'update Service %@1.0.0 metadata.annotations["pulumi.com/skipAwait"] metadata.annotations["pulumi.com/timeoutSeconds"]',
    ],
  },
  replicas: {
    from: { components: { [V1]: RUNNING, [V2]: VERSION } },
    to: { components: { [V1]: { ...RUNNING, replicas: 2 }, [V2]: VERSION } },
    changes: ["update Deployment %@1.0.0 spec.replicas"],
  },
  scaling: {
    from: { components: { [V1]: RUNNING, [V2]: VERSION } },
    to: {
      components: {
        [V1]: {
          image: IMAGE,
          autoscaling: { max: 3, cpuPercent: 50 },
          resources: { requests: { cpu: "10m" } },
          env: RUNNING.env,
        },
        [V2]: VERSION,
      },
    },
    changes: [
      "update Deployment %@1.0.0 spec.replicas spec.template.spec.containers[0].resources",
      "create HorizontalPodAutoscaler %@1.0.0",
    ],
  },
  disruption: {
    to: { components: { [V1]: { ...VERSION, minAvailable: 1 }, [V2]: VERSION } },
    changes: ["create PodDisruptionBudget %@1.0.0"],
  },
  resources: {
    to: { components: { [V1]: { ...VERSION, resources: { limits: { memory: "64Mi" } } }, [V2]: VERSION } },
    changes: ["update Deployment %@1.0.0 spec.template.spec.containers[0].resources"],
  },
  environment: {
    to: { components: { [V1]: { ...VERSION, env: { LATENCY_MS: "1" } }, [V2]: VERSION } },
    changes: ["update Deployment %@1.0.0 spec.template.spec.containers[0].env"],
  },
  pinned: {
    to: { components: { [V1]: VERSION, [V2]: { ...VERSION, pinned: true } } },
    changes: ["create GRPCRoute %@1.1.0"],
  },
  auth: {
    to: { auth: { jwks: ["https://keys.matrix.test/jwks.json"] } },
    changes: ["create SecurityPolicy %"],
  },
  limits: {
    to: { traffic: { requestTimeout: "5s" } },
    changes: ["create BackendTrafficPolicy %"],
  },
};

describe("what a preview shows of a change to a server", () => {
  const scene = vimanaScene(NAME);
  const servers = Object.fromEntries(
    Object.entries(SERVERS).map(([id, { from }]): [string, ServerSettings] => [
      id,
      { ...matrixServer(id), ...from },
    ]),
  );
  const shop = { servers: { ...servers, before: matrixServer("moved") } };
  const bank = { aliases: ["bank.matrix.test"], servers: { accounts: matrixServer("Accounts") } };

  beforeAll(async () => {
    scene.declare({ shop, bank });
    await scene.make("up");
  });

  scene.beforeEnd(() => {
    scene.declare({ shop, bank });
  });

  test("nothing, when nothing changes", async () => {
    scene.declare({ shop, bank });
    expect(await scene.changes()).toEqual([]);
  });

  describe("which is", () => {
    let changes: readonly string[];

    beforeAll(async () => {
      const changed = Object.entries(SERVERS).map(([id, { to }]): [string, ServerSettings] => [
        id,
        { ...matrixServer(id), ...to },
      ]);
      scene.declare({
        shop: { servers: { ...Object.fromEntries(changed), after: matrixServer("moved") } },
        bank,
      });
      changes = await scene.changes();
    });

    const of = (id: string) => changes.filter((line) => isOf(line, id));

    test.each(Object.entries(SERVERS))("%s", (id, { changes: expected }) => {
      expectChanges(
        of(id),
        expected.map((line) => line.replace("%", `${SHOP}/${id}`)),
      );
    });

    test("its id: it is another one", () => {
      const parts = ["Server %", "Traffic %", "VersionLedger %"];
      const versions = ["Component", "Deployment", "Service"].flatMap((kind) =>
        [V1, V2].map((version) => `${kind} %@${version}`),
      );
      const all = [...parts, ...versions];
      expectChanges(
        of("before"),
        all.map((part) => `delete ${part.replace("%", `${SHOP}/before`)}`),
      );
      expectChanges(
        of("after"),
        all.map((part) => `create ${part.replace("%", `${SHOP}/after`)}`),
      );
    });

    test("and of nothing else", () => {
      const ids = [...Object.keys(SERVERS), "before", "after"];
      expectChanges(
        changes.filter((line) => !ids.some((id) => isOf(line, id))),
        [`update ObjectGuard ${NAME}`],
      );
    });
  });
});

/** Whether a line of a preview is about a server or one of its versions. */
function isOf(line: string, id: string): boolean {
  const [, , resource = ""] = line.split(" ");
  return resource === `${SHOP}/${id}` || resource.startsWith(`${SHOP}/${id}@`);
}
