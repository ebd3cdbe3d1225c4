import type { ServerResponse } from "node:http";
import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import { KubeError } from "../../../clients/kubernetes/errors.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import packageJson from "../../../package.json";
import { answerDiscovery, json, kubeconfigFor, ScriptedServer, type SeenRequest } from "./scripted-server.js";

const REF = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "a" };
const OBJECT = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "shop" } };

type Answer = (response: ServerResponse, request: SeenRequest) => void;

describe("requests over HTTP", () => {
  let server: ScriptedServer;
  let client: KubernetesClient;
  let asked: SeenRequest[];

  /** A client of a server that gives these answers in turn, the last one for ever. */
  async function against(...answers: Answer[]): Promise<void> {
    asked = [];
    server = await ScriptedServer.start((request, response) => {
      if (answerDiscovery(request, response)) return;
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(request);
      answer?.(response, request);
    });
    client = await connectKubernetes({
      kubeconfig: { text: kubeconfigFor(server.url) },
      retry: { retries: 2, firstDelayMs: 1 },
    });
  }

  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  const ok: Answer = (response) => {
    json(response, 200, OBJECT);
  };
  const status =
    (code: number, body: unknown = "", headers: Record<string, string> = {}): Answer =>
    (response) => {
      json(response, code, body, headers);
    };
  const reset: Answer = (response) => {
    response.destroy();
  };
  const failure = async (call: Promise<unknown>): Promise<KubeError> => {
    const error: unknown = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof KubeError)) throw new Error(`no KubeError: ${String(error)}`);
    return error;
  };

  test.each([
    ["503", status(503)],
    ["500", status(500)],
    ["a broken connection", reset],
    ["429", status(429, "", { "retry-after": "0" })],
  ])("reading is repeated after %s", async (_name, first) => {
    await against(first, ok);
    expect(await client.get(REF)).toEqual(OBJECT);
    expect(asked).toHaveLength(2);
  });

  test.each([
    ["apply", () => client.apply(OBJECT, { fieldManager: "m" })],
    ["list", () => client.list({ group: "", version: "v1", kind: "ConfigMap" })],
    ["delete with a uid", () => client.delete(REF, { uid: "u" })],
  ])("%s is repeated after a lost answer", async (_name, call) => {
    await against(reset, ok);
    await call();
    expect(asked).toHaveLength(2);
  });

  test.each([
    ["create", () => client.create(OBJECT)],
    ["replace", () => client.replace(OBJECT)],
    ["patch", () => client.patch(REF, {}, { type: "merge" })],
    ["delete without a uid", () => client.delete(REF)],
  ])("%s is not repeated once it may have arrived", async (_name, call) => {
    await against(reset, ok);
    expect((await failure(call())).reason).toBe("Unreachable");
    expect(asked).toHaveLength(1);
  });

  test("create is repeated when the server was too busy to look at it", async () => {
    await against(
      status(429, "", { "retry-after": "0" }),
      status(429, "", { "retry-after": "0" }),
      status(201, OBJECT),
    );
    expect(await client.create(OBJECT)).toEqual(OBJECT);
    expect(asked).toHaveLength(3);
  });

  test("repeating ends, and the last answer is the error", async () => {
    await against(status(503, { kind: "Status", reason: "ServiceUnavailable", message: "etcd is away" }));
    const error = await failure(client.get(REF));
    expect([error.reason, error.detail.status, asked.length]).toEqual(["Unavailable", 503, 3]);
    expect(error.message).toContain(`ConfigMap shop/a on ${server.url}: cannot read: etcd is away`);
  });

  test("an answer of 500 is given a second chance and no third", async () => {
    await against(
      status(500, { kind: "Status", reason: "InternalError", message: "failed calling webhook" }),
    );
    expect((await failure(client.get(REF))).reason).toBe("Internal");
    expect(asked).toHaveLength(2);
  });

  test("what a repeated deletion no longer finds has been deleted", async () => {
    await against(
      reset,
      status(404, { kind: "Status", reason: "NotFound", details: { name: "a", kind: "configmaps" } }),
    );
    expect(await client.delete(REF, { uid: "u" })).toBe(true);
  });

  test("nobody listening is unreachable, with the address and the kubeconfig", async () => {
    await against(ok);
    await server.stop();
    const error = await failure(client.get(REF));
    expect(error.reason).toBe("Unreachable");
    expect(error.message).toContain(`nothing listens at ${server.url}`);
    expect(error.message).toContain('context "x" of the kubeconfig text');
  });

  test("a refused credential is named, not shown, and the way to renew it told", async () => {
    await against(status(401, { kind: "Status", reason: "Unauthorized", message: "Unauthorized" }));
    const error = await failure(client.get(REF));
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).toContain('the token of user "u"');
    expect(error.message).toContain("--run-program");
    expect(error.message).not.toContain("the-token-value");
    expect(asked).toHaveLength(1);
  });

  test("the values of a Secret do not come back in errors", async () => {
    const secret = { ...OBJECT, kind: "Secret", stringData: { password: "hunter2-and-more" } };
    await against(
      status(422, { kind: "Status", reason: "Invalid", message: 'data: Invalid value: "hunter2-and-more"' }),
    );
    const error = await failure(client.apply(secret, { fieldManager: "m" }));
    expect(error.message).toContain('Invalid value: "[secret]"');
    expect(JSON.stringify(error.detail)).not.toContain("hunter2");
  });

  test("a page that is no Kubernetes object is not taken for one", async () => {
    await against((response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html>sign in</html>"),
    );
    const error = await failure(client.get(REF));
    expect(error.reason).toBe("Internal");
    expect(error.message).toContain("proxy");
  });

  test("a success is what was asked: method, path, query, content type, user agent", async () => {
    await against(ok);
    await client.apply(OBJECT, { fieldManager: "m n", force: true, dryRun: true });
    expect(asked[0]).toMatchObject({
      method: "PATCH",
      url: "/api/v1/namespaces/shop/configmaps/a?fieldManager=m+n&dryRun=All&fieldValidation=Strict&force=true",
      headers: {
        "content-type": "application/apply-patch+yaml",
        "user-agent": `groundplan/${packageJson.version}`,
        authorization: "Bearer the-token-value",
      },
    });
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual(OBJECT);
  });

  test("requests share a bounded number of connections", async () => {
    await against(ok);
    await client.close();
    client = await connectKubernetes({ kubeconfig: { text: kubeconfigFor(server.url) }, connections: 3 });
    await Promise.all(Array.from({ length: 50 }, () => client.get(REF)));
    await Promise.all(Array.from({ length: 50 }, () => client.delete(REF)));
    expect(server.connections).toBeLessThanOrEqual(3);
  });

  test("logs are text, with their options", async () => {
    await against((response) => response.writeHead(200, { "content-type": "text/plain" }).end("one\ntwo\n"));
    const options = { container: "web", tailLines: 2, previous: true };
    expect(await client.logs({ namespace: "shop", name: "web-1" }, options)).toBe("one\ntwo\n");
    expect(asked[0]?.url).toBe(
      "/api/v1/namespaces/shop/pods/web-1/log?container=web&tailLines=2&previous=true",
    );
  });

  test("a list whose pages expire starts over, and at last is asked for in one piece", async () => {
    const expired = status(410, { kind: "Status", reason: "Expired", message: "too old" });
    const page = status(200, {
      metadata: { resourceVersion: "7", continue: "next" },
      items: [{ metadata: { name: "a" } }],
    });
    const whole = status(200, {
      metadata: { resourceVersion: "9" },
      items: [{ metadata: { name: "a" } }, { metadata: { name: "b" } }],
    });
    await against(page, expired, page, expired, page, expired, whole);
    const { items, resourceVersion } = await client.list({ group: "", version: "v1", kind: "ConfigMap" });
    expect(items.map((item) => item.metadata.name)).toEqual(["a", "b"]);
    expect(resourceVersion).toBe("9");
    expect(asked.at(-1)?.url).toBe("/api/v1/configmaps");
  });
});
