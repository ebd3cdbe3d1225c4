import { X509Certificate } from "node:crypto";
import { KubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { OWNER_ANNOTATION, TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import { deploymentName, ledgerName, secretName, serviceName } from "../../../model/vimana/names.js";
import ensureBuilt from "../../support/built.js";
import { onStages } from "../../support/kind-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { until } from "../../support/until.js";
import { DOMAIN, NAMESPACE, Stage, type Type } from "./stage.js";

beforeAll(() => {
  ensureBuilt();
});

const onStage = onStages(() => Stage.open());

const SERVER = `${DOMAIN}:cart`;
const HOST = `${DOMAIN}.vimana.host`;
const LEDGER = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: ledgerName(SERVER) };

function ledger(stage: Stage, versions: Record<string, string>, more: Properties = {}): Properties {
  const contents = Object.entries(versions).map(([version, image]) => [version, { image }]);
  return stage.inputs("VersionLedger", "shop/cart", {
    fullName: SERVER,
    versions: Object.fromEntries(contents) as Properties,
    ...more,
  });
}

function certificates(stage: Stage, hosts: readonly string[], more: Properties = {}): Properties {
  return stage.inputs("DevCertificates", "apps", {
    vimana: "apps",
    hosts: Object.fromEntries(hosts.map((host) => [host, { domain: DOMAIN }])),
    ...more,
  });
}

function identity(stage: Stage, more: Properties = {}): Properties {
  return stage.inputs("Identity", "apps", {
    name: "apps",
    mode: "direct",
    canonicalSuffix: "vimana.host",
    ...more,
  });
}

/** What a ConfigMap says of a version. */
function recorded(stage: Stage, version: string): unknown {
  const data = stage.cluster.peek(LEDGER)?.["data"] as Record<string, string> | undefined;
  return data?.[version] === undefined ? undefined : JSON.parse(data[version]);
}

function secretsOf(stage: Stage): KubeObject[] {
  return stage.cluster.objects("Secret");
}

/** Every line of every private key in the cluster, in clear and as the API has it. */
function canaries(stage: Stage): string[] {
  return secretsOf(stage).flatMap(({ data }) => {
    const key = (data as Record<string, string>)["tls.key"] ?? "";
    const lines = Buffer.from(key, "base64").toString().split("\n");
    return [key, ...lines.filter((line) => line.length > 20 && !line.startsWith("---"))];
  });
}

/** Kills the provider in the middle of the nth write, before or after its effect; the next command starts another. */
async function killedAt(
  stage: Stage,
  write: number,
  moment: "before" | "after",
  work: () => Promise<unknown>,
): Promise<boolean> {
  let seen = 0;
  let killed = false;
  stage.api.interrupt = (arrival, when) => {
    if (killed) return true;
    if (!arrival.write || when !== moment || ++seen !== write) return false;
    killed = true;
    stage.provider.signal("SIGKILL");
    return true;
  };
  await work().catch(() => undefined);
  stage.api.interrupt = () => false;
  await stage.nextCommand();
  return killed;
}

describe("a ledger in the real provider process", () => {
  test("is planned, made, unchanged, changed, refused, and left when it is retained", () =>
    onStage(async (stage) => {
      const made = await stage.up(ledger(stage, { "1.0.0": "cart:1" }));
      expect(stage.said("VersionLedger", "shop/cart")).toContain("record 1.0.0");
      expect(made.properties["history"]).toMatchObject({ "1.0.0": { state: "pending", image: "cart:1" } });
      expect(stage.cluster.peek(LEDGER)?.metadata.annotations).toMatchObject({
        [OWNER_ANNOTATION]: "abc123/shop/dev/shop/cart",
        [TOKEN_ANNOTATION]: made.properties["__token"],
      });
      expect((await stage.refresh(made)).drifted).toBe(false);

      await stage.nextCommand();
      const requests = stage.api.arrivals.length;
      expect((await stage.up(ledger(stage, { "1.0.0": "cart:1" }), made)).changed).toBe(false);
      expect(stage.api.arrivals).toHaveLength(requests);

      const deployment = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        namespace: NAMESPACE,
        name: deploymentName(`${SERVER}@1.0.0`),
      };
      const { apiVersion, kind, ...metadata } = deployment;
      stage.cluster.seed({ apiVersion, kind, metadata, status: { availableReplicas: 1 } });
      await stage.nextCommand();
      const changed = await stage.up(ledger(stage, { "1.1.0": "cart:2" }), made);
      expect(stage.said("VersionLedger", "shop/cart")).toContain(
        "retire 1.0.0: its number cannot be used again",
      );
      expect(recorded(stage, "1.0.0")).toMatchObject({ state: "retired" });

      stage.cluster.vanish(deployment);
      await stage.nextCommand();
      const again = ledger(stage, { "1.0.0": "cart:1", "1.1.0": "cart:2" });
      const { inputs } = await stage.provider.check(changed.inputs, again);
      await expect(stage.provider.diff(changed.id, changed.properties, inputs)).rejects.toThrow(
        new RegExp(
          `vimana.VersionLedger shop/cart: ConfigMap [^]*${SERVER}@1\\.0\\.0 was used and taken out`,
        ),
      );
      await stage.provider.delete(changed.id, changed.properties);
      expect(stage.said("VersionLedger", "shop/cart")).toContain("it is to be retained");
      await expect(stage.provider.check({}, ledger(stage, { "1.0.0": "cart:1" }))).rejects.toThrow(
        "was used",
      );
    }));

  test("is replaced for another server, and then made before the old one goes", () =>
    onStage(async (stage) => {
      const made = await stage.up(ledger(stage, { "1.0.0": "cart:1" }, { retain: false }));
      const other = ledger(stage, { "1.0.0": "cart:1" }, { retain: false, fullName: `${DOMAIN}:basket` });
      const { inputs } = await stage.provider.check(made.inputs, other);
      expect(await stage.provider.diff(made.id, made.properties, inputs)).toMatchObject({
        changes: true,
        replaces: ["fullName"],
        deleteBeforeReplace: false,
      });
      await stage.provider.delete(made.id, made.properties);
      expect(stage.cluster.objects("ConfigMap")).toEqual([]);
      await stage.provider.delete(made.id, made.properties);
    }));

  test("has all faults of its versions before anything is asked", () =>
    onStage(async (stage) => {
      const { failures } = await stage.provider.check({}, ledger(stage, { "v1.0.0": "a", "1.0.0+b": "a" }));
      expect(failures.map(({ reason }) => reason).join("\n")).toMatch(
        /1\.0\.0\+b.*\(CMP-1\)[^]*v1\.0\.0.*\(CMP-1\)/,
      );
      expect(stage.api.arrivals).toEqual([]);
    }));
});

describe("certificates for development in the real provider process", () => {
  test("are made, unchanged, extended, repaired and deleted, and no private key leaves the cluster", () =>
    onStage(async (stage) => {
      const made = await stage.up(certificates(stage, [HOST]));
      expect(stage.said("DevCertificates", "apps")).toContain(`issue the certificate of ${HOST}`);
      expect(new X509Certificate(made.properties["ca"] as string).ca).toBe(true);
      expect((await stage.refresh(made)).drifted).toBe(false);
      await stage.nextCommand();
      expect((await stage.up(certificates(stage, [HOST]), made)).changed).toBe(false);

      const mark = stage.api.arrivals.length;
      const more = await stage.up(certificates(stage, [HOST, "b.example.com"]), made);
      expect(stage.api.writesSince(mark)).toEqual([`POST /api/v1/namespaces/${NAMESPACE}/secrets`]);

      await stage.cluster.patch(
        { apiVersion: "v1", kind: "Secret", namespace: NAMESPACE, name: secretName(HOST) },
        { data: { "tls.key": "eA==" } },
        { type: "merge" },
      );
      await stage.nextCommand();
      const drifted = await stage.refresh(more);
      expect(drifted.drifted).toBe(true);
      const repaired = await stage.up(certificates(stage, [HOST, "b.example.com"]), drifted);
      expect((await stage.refresh(repaired)).drifted).toBe(false);

      const told = JSON.stringify([
        made,
        more,
        drifted,
        repaired,
        stage.engine.lines,
        stage.provider.output(),
      ]);
      const keys = canaries(stage);
      expect(keys.length).toBeGreaterThanOrEqual(6);
      expect(keys.filter((key) => told.includes(key))).toEqual([]);
      expect(told).not.toContain("PRIVATE KEY");

      await stage.provider.delete(repaired.id, repaired.properties);
      expect(secretsOf(stage)).toEqual([]);
    }));

  test("refuse another's Secret at the preview, and a failing API does not show what it was sent", () =>
    onStage(async (stage) => {
      stage.cluster.seed({
        apiVersion: "v1",
        kind: "Secret",
        type: "kubernetes.io/tls",
        metadata: { namespace: NAMESPACE, name: secretName(HOST) },
        data: {},
      });
      await expect(stage.provider.check({}, certificates(stage, [HOST]))).rejects.toThrow(
        "bears no owner mark",
      );
      expect(stage.api.writesSince(0)).toEqual([]);

      const sent: string[] = [];
      stage.cluster.inject(({ verb, body }, moment) => {
        if (verb !== "create" || moment !== "before") return undefined;
        const { data } = body as { data: Record<string, string> };
        sent.push(data["tls.key"] ?? "");
        return new KubeError("Invalid", {
          what: `cannot store ${JSON.stringify(body)}`,
          where: "Secret",
          status: 422,
        });
      });
      const { inputs } = await stage.provider.check({}, certificates(stage, ["b.example.com"]));
      const failure: unknown = await stage.provider.create(inputs).catch((error: unknown) => error);
      const told = `${String(failure)} ${JSON.stringify(failure)} ${JSON.stringify(stage.engine.lines)}`;
      expect(told).toContain("cannot store");
      expect(sent).toEqual([expect.stringMatching(/^LS0t/)]);
      expect(told).not.toContain(sent[0]);
    }));

  test.each([
    ["the authority", 1, "before"],
    ["the authority", 1, "after"],
    ["a host", 2, "before"],
    ["a host", 2, "after"],
  ] as const)("killed at the write of %s (%i, %s): the next run finishes it", (_what, write, moment) =>
    onStage(async (stage) => {
      const { inputs } = await stage.provider.check({}, certificates(stage, [HOST]));
      expect(await killedAt(stage, write, moment, () => stage.provider.create(inputs))).toBe(true);
      const made = await stage.up(certificates(stage, [HOST]));
      expect(
        secretsOf(stage)
          .map(({ metadata }) => metadata.name)
          .sort(),
      ).toEqual(["apps-gateway-dev-ca", secretName(HOST)].sort());
      expect((await stage.refresh(made)).drifted).toBe(false);
      await stage.provider.delete(made.id, made.properties);
      expect(secretsOf(stage)).toEqual([]);
    }),
  );
});

describe("a ledger whose provider process is killed", () => {
  test.each(["before", "after"] as const)("%s its write took effect: the next run agrees with it", (moment) =>
    onStage(async (stage) => {
      const made = await stage.up(ledger(stage, { "1.0.0": "cart:1" }, { retain: false }));
      const wanted = ledger(stage, { "1.0.0": "cart:1", "1.1.0": "cart:2" }, { retain: false });
      const { inputs } = await stage.provider.check(made.inputs, wanted);
      const update = () => stage.provider.update(made.id, made.properties, inputs);
      expect(await killedAt(stage, 1, moment, update)).toBe(true);
      const changed = await stage.up(wanted, made);
      expect(recorded(stage, "1.1.0")).toMatchObject({ state: "pending", image: "cart:2" });
      expect((await stage.refresh(changed)).drifted).toBe(false);
      await stage.provider.delete(changed.id, changed.properties);
      expect(stage.cluster.objects("ConfigMap")).toEqual([]);
    }),
  );
});

describe("an identity in the real provider process", () => {
  test("refuses another mode at the preview, and tells of another suffix", () =>
    onStage(async (stage) => {
      const made = await stage.up(identity(stage));
      const operator = { mode: "operator", canonicalSuffix: "app.vimana.host" };
      const { inputs } = await stage.provider.check(made.inputs, identity(stage, operator));
      await expect(stage.provider.diff(made.id, made.properties, inputs)).rejects.toThrow(
        "its mode changes from direct to operator",
      );
      const changed = await stage.up(identity(stage, { canonicalSuffix: "example.com" }), made);
      expect(stage.said("Identity", "apps")).toContain(
        "clients break: the canonical hosts <id>.vimana.host become",
      );
      await stage.provider.delete(changed.id, changed.properties);
      expect(stage.api.writesSince(0)).toEqual([]);
    }));

  test("VIM-2: refuses a second Vimana before anything is made", () =>
    onStage(async (stage) => {
      const metadata = { namespace: NAMESPACE, name: "another" };
      stage.cluster.seed({ apiVersion: "api.vimana.host/v1alpha1", kind: "Vimana", metadata });
      const operator = identity(stage, { mode: "operator", canonicalSuffix: "app.vimana.host" });
      await expect(stage.provider.check({}, operator)).rejects.toThrow("VIM-2");
    }));
});

describe("gates in the real provider process", () => {
  const VERSION = `${SERVER}@1.0.0`;
  const deploymentOf = (available: number): KubeObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: NAMESPACE, name: deploymentName(VERSION) },
    spec: { template: { spec: { containers: [{ image: "cart:1" }] } } },
    status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: available },
  });
  const progress = (stage: Stage, type: Type, name: string): string =>
    stage.engine.about(stage.urn(type, name), true).join("\n");

  test("a version is waited for, telling for what, and drained when it goes", () =>
    onStage(async (stage) => {
      const inputs = stage.inputs("ReadyGate", "cart", {
        fullName: VERSION,
        image: "cart:1",
        drainSeconds: 0,
      });
      const create = stage.up(inputs);
      await until("the gate to wait for the Deployment", () =>
        progress(stage, "ReadyGate", "cart").includes("the operator has not made its Deployment yet"),
      );
      stage.cluster.seed(deploymentOf(0));
      await until("the gate to see it", () =>
        progress(stage, "ReadyGate", "cart").includes("0 of 1 replicas"),
      );
      stage.cluster.seed(deploymentOf(1));
      await until("the gate to wait for endpoints", () =>
        progress(stage, "ReadyGate", "cart").includes("has no ready endpoint"),
      );
      stage.cluster.seed({
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: {
          namespace: NAMESPACE,
          name: "x",
          labels: { "kubernetes.io/service-name": serviceName(VERSION) },
        },
        endpoints: [{ conditions: { ready: true } }],
      });
      const made = await create;
      expect(made.properties["ready"]).toBe(true);
      expect((await stage.refresh(made)).drifted).toBe(false);

      const route = (weight: number): KubeObject => ({
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GRPCRoute",
        metadata: { namespace: NAMESPACE, name: DOMAIN },
        spec: { rules: [{ backendRefs: [{ name: serviceName(VERSION), weight }] }] },
      });
      stage.cluster.seed(route(1));
      const deletion = stage.provider.delete(made.id, made.properties);
      await until("the gate to wait for the route", () =>
        progress(stage, "ReadyGate", "cart").includes(
          `until its domain's GRPCRoute sends nothing to ${VERSION}`,
        ),
      );
      stage.cluster.seed(route(0));
      await deletion;
    }));

  test("a version that never comes up fails with what it waited for, in its own time", () =>
    onStage(async (stage) => {
      stage.cluster.seed(deploymentOf(0));
      const inputs = { fullName: VERSION, image: "cart:1", timeouts: { create: 1 } };
      await expect(stage.up(stage.inputs("ReadyGate", "cart", inputs))).rejects.toThrow(
        /create did not finish within 1 s; it was at: waiting for .*@1\.0\.0: 0 of 1 replicas are available/,
      );
    }));

  test("a domain's route is waited for, and its gateway's addresses are told", () =>
    onStage(async (stage) => {
      const gateway = { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" };
      stage.cluster.seed({
        ...gateway,
        metadata: { namespace: NAMESPACE, name: "apps-gateway" },
        status: { addresses: [{ value: "192.0.2.1" }] },
      });
      const inputs = stage.inputs("RouteGate", "shop", {
        gateway: "apps-gateway",
        domain: DOMAIN,
        hosts: [HOST],
        servers: { cart: { services: ["example.Cart"], weights: { "1.0.0": 1 } } },
      });
      const create = stage.up(inputs);
      await until("the gate to wait for the route", () =>
        progress(stage, "RouteGate", "shop").includes("the operator has not made its GRPCRoute yet"),
      );
      const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({
        type,
        status: "True",
        observedGeneration: 1,
      }));
      stage.cluster.seed({
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GRPCRoute",
        metadata: { namespace: NAMESPACE, name: DOMAIN },
        spec: {
          hostnames: [HOST],
          rules: [
            {
              matches: [{ method: { type: "Exact", service: "example.Cart" } }],
              backendRefs: [{ name: serviceName(`${SERVER}@1.0.0`), weight: 1 }],
            },
          ],
        },
        status: { parents: [{ parentRef: { name: "apps-gateway" }, conditions }] },
      });
      const made = await create;
      expect(made.properties).toMatchObject({ accepted: true, addresses: ["192.0.2.1"] });
      expect((await stage.refresh(made)).drifted).toBe(false);
      expect((await stage.up(inputs, made)).changed).toBe(false);
    }));
});

describe("a cluster that does not answer", () => {
  test("leaves what is known to a refresh, is told at previews, and abandoned when that is asked for", () =>
    onStage(async (stage) => {
      const cart = await stage.up(ledger(stage, { "1.0.0": "cart:1" }));
      const keys = await stage.up(certificates(stage, [HOST]));
      await stage.api.stop();
      await stage.nextCommand();
      const refused = ledger(stage, { "1.0.0": "cart:other" });
      const { inputs: checked } = await stage.provider.check(cart.inputs, refused);
      const abandoned = async ({ id, properties, inputs }: typeof cart): Promise<void> => {
        const updated = await stage.provider.update(id, properties, { ...inputs, onUnreachable: "abandon" });
        await stage.provider.delete(id, updated);
      };
      await expect(stage.provider.diff(cart.id, cart.properties, checked)).rejects.toThrow(
        "1.0.0 is used for cart:1",
      );
      // At once, because each takes its time to be sure that nobody answers.
      await Promise.all([
        expect(stage.refresh(cart)).resolves.toMatchObject({ properties: cart.properties, drifted: false }),
        expect(stage.refresh(keys)).resolves.toMatchObject({ properties: keys.properties, drifted: false }),
        expect(stage.provider.delete(cart.id, cart.properties)).rejects.toThrow("onUnreachable: abandon"),
        abandoned(cart),
        abandoned(keys),
      ]);
    }));
});
