import { readFileSync } from "node:fs";
import { labEnvironment, labStatus } from "../../../lab/profiles/index.js";
import { labFiles, labFolder } from "../../../lab/state/folder.js";
import { askPrometheus, gatewayAddress, prometheusUrl, pushEchoImage } from "../../support/gateway.js";
import { Load } from "../../support/grpc-load.js";
import { privateLab, type TestLab } from "../../support/lab.js";
import { runningProcesses, type RunningProcess } from "../../support/processes.js";
import { until } from "../../support/until.js";
import { EchoBehindGateway, SERVICE } from "./echo-behind-gateway.js";
import { footprint, type Footprint } from "../../support/lab-footprint.js";

jest.setTimeout(240_000);

const ECHO = "registry.groundplan.test/lab/grpc-echo";
const OTHER_NAME = "0123456789abcdef0123456789abcdef/my-server";

function envoys(lab: TestLab): readonly RunningProcess[] {
  return runningProcesses().filter(({ argv }) => argv[0]?.startsWith(`${lab.folder}/gateway/`));
}

describe("a lab with a gateway", () => {
  let lab: TestLab;
  let before: Footprint;
  let shop: EchoBehindGateway;

  beforeAll(async () => {
    lab = privateLab(["gateway"]);
    before = footprint(lab.folder);
    await lab.up();
    shop = await EchoBehindGateway.serve(lab, {
      namespace: "shop",
      host: "shop.example.com",
      images: { good: `${ECHO}:1.0.0`, bad: `${ECHO}:bad` },
    });
  });

  afterAll(async () => {
    await lab.dispose();
    await shop.close();
  });

  test("a call by its name over TLS is answered by a pod, and streams are too", async () => {
    const client = shop.client();
    const answer = await until("the good version", async () => {
      const { reply } = await client.echo(SERVICE);
      return reply?.version === "1.0.0" && reply;
    });
    expect(answer).toMatchObject({ service: SERVICE, authority: "shop.example.com" });
    expect(answer.pod).toMatch(/^good-/);
    const stream = await until("a stream that does not fail", async () => {
      const result = await client.stream(SERVICE, { seconds: 0.3, intervalMs: 50 });
      return result.code === "OK" && result;
    });
    expect(stream.replies.map(({ number }) => number).slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect((await client.echo("example.grpc.Unknown")).code).toBe("UNIMPLEMENTED");
    client.close();
  });

  test("a name that no Gateway serves gets no connection", async () => {
    const stranger = shop.client("other.example.com");
    expect((await stranger.echo(SERVICE)).code).toBe("UNAVAILABLE");
    stranger.close();
  });

  test("Prometheus knows how many calls each pod got and how many failed", async () => {
    const client = shop.client();
    const load = new Load(client, { service: SERVICE, callsPerSecond: 50 });
    await until("failed calls", () => (load.report().calls.INTERNAL ?? 0) >= 5);
    const { calls, versions } = await load.stop();
    client.close();
    expect(Object.keys(calls).sort()).toEqual(["INTERNAL", "OK"]);
    expect(Object.keys(versions).sort()).toEqual(["1.0.0", "bad"]);

    const cluster = `{envoy_cluster_name="grpcroute/shop/greeter/rule/0"}`;
    const made = (calls.OK ?? 0) + (calls.INTERNAL ?? 0);
    const [total] = await until("the calls to be counted", async () => {
      const samples = await askPrometheus(lab, `envoy_cluster_upstream_rq${cluster}`);
      return (samples[0]?.value ?? 0) >= made && samples;
    });
    expect(total?.labels.envoy_response_code).toBe("200");
    const errors = await askPrometheus(lab, `envoy_cluster_endpoint_rq_error${cluster}`);
    expect(errors.filter(({ value }) => value > 0)).toHaveLength(1);
  });

  test("the access log names the pod and the status of each call", async () => {
    const lines = await until("a failed call in the log", () => {
      const text = readFileSync(labFiles(labFolder(lab.folder)).accessLog, "utf8");
      return text.includes('"grpc_status":"Internal"') && text.trim().split("\n");
    });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      authority: "shop.example.com",
      path: `/${SERVICE}/Echo`,
      status: 200,
    });
  });

  test("a second Gateway with the same port serves beside the first, an image under any name; its streams outlive their pod", async () => {
    const digests = await Promise.all([
      pushEchoImage(lab, `${OTHER_NAME}:1.0.0`),
      pushEchoImage(lab, `${OTHER_NAME}:1.1.0`),
    ]);
    expect(new Set(digests).size).toBe(2);
    const blog = await EchoBehindGateway.serve(lab, {
      namespace: "blog",
      host: "blog.example.com",
      images: { server: `registry.example.com/${OTHER_NAME}:1.1.0` },
    });
    const [ours, theirs] = [blog.client(), shop.client()];
    expect((await ours.echo(SERVICE)).reply).toMatchObject({
      version: "1.1.0",
      authority: "blog.example.com",
    });
    expect((await theirs.echo(SERVICE)).code).toMatch(/^(OK|INTERNAL)$/);
    theirs.close();

    const streams = [1, 2, 3].map(() => ours.stream(SERVICE, { seconds: 4 }));
    await until("open streams", async () => {
      const query = `envoy_cluster_upstream_rq_active{envoy_cluster_name="grpcroute/blog/greeter/rule/0"}`;
      return (await askPrometheus(lab, query)).some(({ value }) => value === streams.length);
    });
    await blog.remove("server");
    // Every pod lets its streams end.
    for (const { code, replies } of await Promise.all(streams)) {
      expect(code).toBe("OK");
      expect(replies.length).toBeGreaterThan(30);
    }
    ours.close();
    await blog.close();
  });

  test("where it is, is told", () => {
    const folder = labFolder(lab.folder);
    expect(labEnvironment(folder, "/kubectl", {})).toMatchObject({
      GROUNDPLAN_LAB_GATEWAY: gatewayAddress(lab),
      GROUNDPLAN_LAB_PROMETHEUS: prometheusUrl(lab),
    });
  });

  test("a second up starts nothing, and every daemon is healthy", async () => {
    expect(await lab.up()).toEqual([]);
    const status = await labStatus(labFolder(lab.folder));
    expect(status.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    expect(status.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["edge", "envoy-gateway", "prometheus"]),
    );
  });

  test.each(["edge", "envoy-gateway", "prometheus", "node"])(
    "a killed %s is started again by up, and calls are answered",
    async (daemon) => {
      await lab.kill(daemon);
      expect(await lab.up()).toContain(daemon);
      await shop.answers();
    },
  );

  test("an Envoy that died is started again by up", async () => {
    const [envoy] = envoys(lab);
    if (envoy === undefined) throw new Error("no Envoy runs");
    process.kill(envoy.pid, "SIGKILL");
    await until("Envoy to end", () => envoys(lab).length === 0);
    expect(await lab.up()).toEqual(["envoy-gateway"]);
    await shop.answers();
  });

  test("down leaves nothing behind", async () => {
    await lab.down();
    expect(footprint(lab.folder)).toEqual(before);
  });
});
