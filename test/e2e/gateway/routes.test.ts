import { openNodeStage } from "../../support/node-stage.js";
import { until } from "../../support/until.js";
import { HTTP_PORT, RouteScene, TLS_PORT, type Connection } from "../../support/route-scene.js";

const ROUTES = 200;
const CONNECTIONS = 50;

let scene: RouteScene;

beforeAll(async () => {
  scene = await RouteScene.open();
});

afterAll(() => scene.close());

const domainOf = (index: number): string => `site${index}.example.com`;

test("a route more is taken while connections are open, with no reload and none dropped", async () => {
  const { stage } = scene;
  const router = await stage.up(scene.router());
  const before = await scene.running();
  const names = Array.from({ length: ROUTES }, (_, index) => index);
  const proxies = await Promise.all(
    names.map((index) => stage.up(scene.proxy(`site${index}`, domainOf(index)))),
  );
  expect(proxies.map(({ properties }) => properties["drift"])).toEqual(proxies.map(() => []));
  expect((await scene.live("http")).length).toBe(ROUTES);
  expect((await scene.live("tls")).length).toBe(ROUTES);
  expect(await scene.running()).toEqual(before);

  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, index) => scene.dial(domainOf(index))),
  );
  const busy = connections.map((connection) => connection.keepBusy());
  const everyRound = (): number => Math.min(...connections.map(({ rounds }) => rounds));
  await until("all to transfer", () => everyRound() > 2 || ended(connections).length > 0);
  const [late, first] = await Promise.all([
    stage.up(scene.proxy("late", "late.example.com")),
    stage.delete(proxies[ROUTES - 1] ?? router),
  ]);
  expect(first).toBeUndefined();
  expect(await scene.get("late.example.com")).toEqual({
    status: 200,
    body: "node2 answers for late.example.com\n",
  });
  expect(await scene.seesBackend("late.example.com")).toBe(true);
  const now = everyRound();
  await until("all to transfer on", () => everyRound() > now + 2 || ended(connections).length > 0);
  expect(ended(connections)).toEqual([]);
  expect(await scene.running()).toEqual(before);

  // New settings are the one thing that haproxy begins anew for.
  const renewed = await stage.up(scene.router("router", { idleTimeout: 1800 }), router);
  expect((await scene.running()).reloads).toBe(before.reloads + 1);
  const then = everyRound();
  await until("all to transfer after that", () => everyRound() > then + 2 || ended(connections).length > 0);
  expect(ended(connections)).toEqual([]);
  for (const connection of connections) connection.close();
  await Promise.all(busy);

  await stage.nextCommand();
  expect((await stage.refresh(late)).properties).toEqual(late.properties);
  await Promise.all([...proxies.slice(0, -1), late].map((proxy) => stage.delete(proxy)));
  expect([await scene.live("http"), await scene.live("tls")]).toEqual([[], []]);
  expect((await scene.running()).reloads).toBe(before.reloads + 1);
  await stage.delete(renewed);
  expect(await scene.traces()).toBe("");
});

function ended(connections: readonly Connection[]): readonly string[] {
  return connections.flatMap(({ ended: reason }) => (reason === undefined ? [] : [reason]));
}

test("settings that haproxy does not take leave the old ones serving, and are explained", async () => {
  const { stage } = scene;
  const router = await stage.up(scene.router());
  const shop = await stage.up(scene.proxy("shop", "shop.example.com"));
  await stage.say("node1", "echo '  nonsense' >>/var/lib/groundplan/router/current/haproxy.cfg");
  const said = await stage.failed(scene.proxy("other", "other.example.com"));
  expect(said).toContain(
    "haproxy does not take its settings, and goes on with those that it has: parsing [/var/lib/groundplan/router/current/haproxy.cfg:",
  );
  expect(said).toContain("unknown keyword 'nonsense'");
  expect((await scene.get("shop.example.com")).status).toBe(200);
  expect((await scene.get("other.example.com")).status).toBe(404);
  await stage.nextCommand();
  const found = await stage.refresh(router);
  expect(found.properties["drift"]).toEqual(["haproxy.cfg: edited"]);
  const repaired = await stage.up(scene.router(), found);
  const other = await stage.up(scene.proxy("other", "other.example.com"));
  expect((await scene.get("other.example.com")).status).toBe(200);
  await Promise.all([shop, other].map((proxy) => stage.delete(proxy)));
  await stage.delete(repaired);
  expect(await scene.traces()).toBe("");
});

test("a haproxy that is down is told clearly, and everything converges once it is back", async () => {
  const { stage } = scene;
  const router = await stage.up(scene.router());
  const shop = await stage.up(scene.proxy("shop", "shop.example.com"));
  await stage.say("node1", "pkill -9 -f '[s]upervise router-'; pkill -9 -f '[h]aproxy -W'");
  await stage.nextCommand();
  const [routerFound, shopFound] = await Promise.all([stage.refresh(router), stage.refresh(shop)]);
  expect(routerFound.properties["drift"]).toEqual(["process: stopped"]);
  expect(shopFound.properties["drift"]).toEqual(["haproxy: does not answer"]);

  const begun = Date.now();
  const said = await stage.failed(scene.proxy("other", "other.example.com"));
  expect(said).toMatch(/haproxy does not answer on this node \(its service router-\w+: stopped\)/);
  expect(Date.now() - begun).toBeLessThan(30_000);

  const back = await stage.up(scene.router(), routerFound);
  expect(back.properties["drift"]).toEqual([]);
  expect(await scene.live("http")).toEqual([`shop.example.com ${scene.address("node2")}/${HTTP_PORT}`]);
  const shopBack = await stage.up(scene.proxy("shop", "shop.example.com"), shopFound);
  expect(shopBack.properties).toEqual(shop.properties);
  const other = await stage.up(scene.proxy("other", "other.example.com"));
  expect((await scene.get("other.example.com")).status).toBe(200);
  await Promise.all([shopBack, other].map((proxy) => stage.delete(proxy)));
  await stage.delete(back);
  expect(await scene.traces()).toBe("");
});

test.each([1, 8, 16])(
  "a provider that is killed when %d of 20 routes are begun is taken up, and nothing is there twice",
  async (count) => {
    const { stage } = scene;
    const router = await stage.up(scene.router());
    const wanted = Array.from({ length: 20 }, (_, index) => scene.proxy(`site${index}`, domainOf(index)));
    const interrupted = Promise.allSettled(wanted.map((inputs) => stage.up(inputs)));
    await stage.say(
      "node1",
      `until [ "$(ls -d /var/lib/groundplan/w/proxy-* 2>/dev/null | wc -l)" -ge ${count} ]; do sleep 0.005; done`,
    );
    stage.provider.signal("SIGKILL");
    await interrupted;
    await stage.nextCommand();
    const proxies = await Promise.all(wanted.map((inputs) => stage.up(inputs)));
    const backend = scene.address("node2");
    const lines = (port: number): readonly string[] =>
      wanted.map((_inputs, index) => `${domainOf(index)} ${backend}/${port}`).sort();
    expect(await scene.live("http")).toEqual(lines(HTTP_PORT));
    expect(await scene.live("tls")).toEqual(lines(TLS_PORT));
    await stage.nextCommand();
    const found = await Promise.all(proxies.map((proxy) => stage.refresh(proxy)));
    expect(found.map(({ properties }) => properties)).toEqual(proxies.map(({ properties }) => properties));
    await Promise.all(proxies.map((proxy) => stage.delete(proxy)));
    await stage.delete(router);
    expect(await scene.traces()).toBe("");
  },
);

test("two stacks share a router, and a domain is one stack's alone", async () => {
  const { stage } = scene;
  const other = await openNodeStage({ installation: "xyz789", user: "groundplan", module: "gateway" });
  try {
    const router = await stage.up(scene.router());
    const mine = await stage.up(scene.proxy("shop", "shop.example.com"));
    const theirs = scene.proxy("shop", "shop.example.com", {}, other);
    const refusal = "the domain shop.example.com is taken by abc123/shop/dev/shop";
    await expect(other.preview(theirs)).rejects.toThrow(refusal);
    await expect(other.up(theirs)).rejects.toThrow(refusal);
    const both = await Promise.allSettled([
      stage.up(scene.proxy("race", "race.example.com")),
      other.up(scene.proxy("race", "race.example.com", {}, other)),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const blog = await other.up(scene.proxy("blog", "blog.example.com", {}, other));
    expect((await scene.get("blog.example.com")).status).toBe(200);
    await expect(stage.delete(router)).rejects.toThrow("the router serves xyz789/shop/dev/");
    await Promise.all(
      both.map(async (result, index) => {
        if (result.status === "fulfilled") await (index === 0 ? stage : other).delete(result.value);
      }),
    );
    await stage.delete(mine);
    await other.delete(blog);
    await stage.delete(router);
    expect(await scene.traces()).toBe("");
  } finally {
    await other.close();
  }
});
