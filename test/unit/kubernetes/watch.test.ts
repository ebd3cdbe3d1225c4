import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import { KubeError } from "../../../clients/kubernetes/errors.js";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import type { KubeObject, WatchEvent } from "../../../clients/kubernetes/types.js";
import { type RawWatchEvent, watchCollection } from "../../../clients/kubernetes/watch-loop.js";
import { answerDiscovery, json, kubeconfigFor, ScriptedServer } from "./scripted-server.js";

const CONFIG_MAP = { group: "", version: "v1", kind: "ConfigMap" };

function configMap(name: string, x: string): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" }, data: { x } };
}

/** Reads one event after another. */
function reader(events: AsyncIterable<WatchEvent>): {
  next: () => Promise<string>;
  stop: () => Promise<void>;
} {
  const iterator = events[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { value } = (await iterator.next()) as IteratorResult<WatchEvent, undefined>;
      return value === undefined ? "end" : `${value.type} ${value.object.metadata.name ?? ""}`;
    },
    stop: async () => {
      await iterator.return?.();
    },
  };
}

describe("watching through trouble", () => {
  const ref = (name: string): Parameters<FakeKubernetes["get"]>[0] => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    namespace: "default",
    name,
  });

  test("a broken connection is taken up where it broke", async () => {
    const kube = new FakeKubernetes();
    kube.seed(configMap("a", "1"));
    const events = reader(kube.watch(CONFIG_MAP));
    expect(await events.next()).toBe("ADDED a");
    const next = events.next();
    kube.seed(configMap("b", "1"));
    expect(await next).toBe("ADDED b");
    kube.dropWatches();
    kube.seed(configMap("a", "2"));
    kube.vanish(ref("b"));
    expect([await events.next(), await events.next()]).toEqual(["MODIFIED a", "DELETED b"]);
    await events.stop();
    expect(kube.requests.filter(({ verb }) => verb === "list")).toHaveLength(1);
  });

  test("after a compaction the difference is reported: changed, new, gone, and made anew", async () => {
    const kube = new FakeKubernetes();
    kube.seed(
      configMap("anew", "1"),
      configMap("changed", "1"),
      configMap("gone", "1"),
      configMap("same", "1"),
    );
    const events = reader(kube.watch(CONFIG_MAP));
    for (const name of ["anew", "changed", "gone", "same"]) expect(await events.next()).toBe(`ADDED ${name}`);
    kube.seed(configMap("changed", "2"), configMap("new", "1"));
    kube.vanish(ref("gone"));
    kube.vanish(ref("anew"));
    kube.seed(configMap("anew", "1"));
    kube.compact();
    const seen: string[] = [];
    while (seen.length < 5) seen.push(await events.next());
    expect(seen).toEqual(["DELETED gone", "DELETED anew", "ADDED anew", "MODIFIED changed", "ADDED new"]);
    await events.stop();
  });

  test("a watch from a version that is too old reports what is newer than it", async () => {
    const kube = new FakeKubernetes();
    kube.seed(configMap("known", "1"));
    const { resourceVersion } = await kube.list(CONFIG_MAP);
    kube.seed(configMap("new", "1"));
    kube.compact();
    const events = reader(kube.watch(CONFIG_MAP, { resourceVersion }));
    expect(await events.next()).toBe("ADDED new");
    await events.stop();
  });

  test("missing rights end it, passing trouble does not until it lasts", async () => {
    const fail = (reason: "Forbidden" | "Unavailable"): KubeError =>
      new KubeError(reason, { what: "no", where: "here", status: 0 });
    const kube = new FakeKubernetes();
    const { resourceVersion } = await kube.list(CONFIG_MAP);
    const end = kube.inject(({ verb }) => (verb === "watch" ? fail("Forbidden") : undefined));
    await expect(reader(kube.watch(CONFIG_MAP, { resourceVersion })).next()).rejects.toMatchObject({
      reason: "Forbidden",
    });
    end();
    let failures = 3;
    kube.inject(({ verb }) => (verb === "watch" && failures-- > 0 ? fail("Unavailable") : undefined));
    kube.seed(configMap("a", "1"));
    const events = reader(kube.watch(CONFIG_MAP, { resourceVersion }));
    expect(await events.next()).toBe("ADDED a");
    await events.stop();
    failures = 1000;
    await expect(reader(kube.watch(CONFIG_MAP, { resourceVersion })).next()).rejects.toMatchObject({
      reason: "Unavailable",
    });
  });

  test("a stream that ends at once every time is no reason to ask in a tight circle", async () => {
    const controller = new AbortController();
    let opened = 0;
    const source = {
      list: () => Promise.resolve({ items: [], resourceVersion: "1" }),
      async *open(): AsyncGenerator<RawWatchEvent> {
        opened += 1;
        if (opened === 4) controller.abort();
      },
      failure: () => new KubeError("Internal", { what: "no", where: "here", status: 500 }),
    };
    const started = performance.now();
    expect(
      await reader(watchCollection(source, { signal: controller.signal }, { firstDelayMs: 20 })).next(),
    ).toBe("end");
    // Half of 20, 40 and 80 ms at least.
    expect(performance.now() - started).toBeGreaterThan(65);
  });

  test("waiting lasts through lost connections and a kind that is not served yet", async () => {
    const kube = new FakeKubernetes({ kinds: [] });
    const widget = { apiVersion: "example.com/v1", kind: "Widget", namespace: "default", name: "w" };
    let looks = 0;
    const found = kube.waitFor(widget, (object) => object !== undefined, {
      timeoutMs: 20_000,
      onProgress: () => {
        looks += 1;
        if (looks > 1) return;
        kube.serve({ group: "example.com", version: "v1", kind: "Widget" });
        kube.seed({
          apiVersion: "example.com/v1",
          kind: "Widget",
          metadata: { name: "w", namespace: "default" },
        });
      },
    });
    expect((await found)?.metadata.name).toBe("w");
    const gone = kube.waitFor(widget, (object) => object === undefined, {
      timeoutMs: 20_000,
      onProgress: () => {
        setImmediate(() => {
          kube.dropWatches();
          kube.vanish(widget);
        });
      },
    });
    expect(await gone).toBeUndefined();
  });
});

describe("watching over HTTP", () => {
  test("events are put together from pieces, bookmarks move the start, ERROR 410 lists again", async () => {
    const asked: string[] = [];
    const event = (type: string, version: string, name?: string): string =>
      `${JSON.stringify({ type, object: { metadata: { name, namespace: "default", uid: name, resourceVersion: version } } })}\n`;
    const server = await ScriptedServer.start((request, response) => {
      if (answerDiscovery(request, response)) return;
      asked.push(request.url.replace(/&allowWatchBookmarks=true&timeoutSeconds=\d+/, ""));
      switch (asked.length) {
        case 1:
        case 4:
          json(response, 200, {
            metadata: { resourceVersion: asked.length === 1 ? "5" : "20" },
            items: [{ metadata: { name: "ä", namespace: "default", uid: "ä", resourceVersion: "4" } }],
          });
          break;
        case 2: {
          const bytes = Buffer.from(event("ADDED", "6", "ö") + event("BOOKMARK", "9"));
          const middle = bytes.indexOf(Buffer.from("ö")) + 1;
          response.write(bytes.subarray(0, middle));
          setImmediate(() => response.end(bytes.subarray(middle)));
          break;
        }
        case 3:
          response.end(
            `${JSON.stringify({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: "too old" } })}\n`,
          );
          break;
        default:
          response.write(event("ADDED", "21", "ü"));
      }
    });
    const client = await connectKubernetes({
      kubeconfig: { text: kubeconfigFor(server.url) },
      reconnect: { firstDelayMs: 1 },
    });
    const events = reader(client.watch(CONFIG_MAP));
    const seen = [await events.next(), await events.next(), await events.next(), await events.next()];
    expect(seen).toEqual(["ADDED ä", "ADDED ö", "DELETED ö", "ADDED ü"]);
    await events.stop();
    expect(asked).toEqual([
      "/api/v1/configmaps?limit=500",
      "/api/v1/configmaps?watch=true&resourceVersion=5",
      "/api/v1/configmaps?watch=true&resourceVersion=9",
      "/api/v1/configmaps?limit=500",
      "/api/v1/configmaps?watch=true&resourceVersion=20",
    ]);
    await client.close();
    await server.stop();
  });
});
