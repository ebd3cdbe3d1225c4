import { openNodeStage } from "../../support/node-stage.js";
import { until } from "../../support/until.js";
import { RouteScene } from "../../support/route-scene.js";

let scene: RouteScene;

beforeAll(async () => {
  scene = await RouteScene.open();
});

afterAll(() => scene.close());

test("a router refuses what nobody forwards, has private sockets, and comes back after a reboot", async () => {
  const { stage } = scene;
  const preview = await stage.preview(scene.router());
  expect(preview.said).toContain("set up haproxy on node1: HTTP at port 80, TLS at port 443");
  expect(await scene.traces()).toBe("");
  const router = await stage.up(scene.router());
  expect(router.properties["drift"]).toEqual([]);
  expect(await scene.get("nobody.example.com")).toEqual({
    status: 404,
    body: "This gateway forwards no such domain.\n",
  });
  await expect(scene.dial("nobody.example.com")).rejects.toThrow();
  const modes = "stat -c '%a %U' /run/groundplan/router/worker.sock /run/groundplan/router/master.sock";
  expect(await stage.say("node1", modes)).toBe("600 root\n600 root");
  const shop = await stage.up(scene.proxy("shop", "shop.example.com"));

  await stage.restartNode("node1");
  await until(
    "the router",
    async () => (await scene.get("shop.example.com").catch(() => undefined))?.status === 200,
  );
  await stage.nextCommand();
  expect(await stage.refresh(router)).toEqual(router);
  expect((await stage.refresh(shop)).properties).toEqual(shop.properties);
  expect(await stage.up(scene.router(), router)).toMatchObject({ changed: false });
  await stage.delete(shop);
  await stage.delete(router);
  expect(await scene.traces()).toBe("");
});

test("what was changed on the node is shown by a refresh, and repaired", async () => {
  const { stage } = scene;
  let router = await stage.up(scene.router());
  const shop = await stage.up(scene.proxy("shop", "shop.example.com"));
  const sockets = "/run/groundplan/router";
  const reload = `echo reload | socat -t 5 - UNIX-CONNECT:${sockets}/master.sock
    until echo show info | socat -t 5 - UNIX-CONNECT:${sockets}/worker.sock | grep -q 'description: mine'; do sleep 0.05; done`;
  const tampered: readonly [string, readonly string[]][] = [
    [`echo '# mine' >>current/haproxy.cfg`, ["haproxy.cfg: edited"]],
    [`rm current/haproxy.cfg`, ["haproxy.cfg: missing"]],
    [`echo 'mine.example.com 10.0.0.1/80' >>current/http.map`, ["http.map: edited"]],
    [`rm current/tls.map`, ["tls.map: missing"]],
    [
      `sed -i 's/description "groundplan .*"/description "mine"/' current/haproxy.cfg; ${reload}`,
      ["haproxy.cfg: edited", "haproxy: runs with other settings"],
    ],
    [`pkill -9 -f '[s]upervise router-'; pkill -9 -f '[h]aproxy -W'`, ["process: stopped"]],
    [`rm ${sockets}/worker.sock`, ["haproxy: does not answer"]],
  ];
  for (const [tampering, drift] of tampered) {
    await stage.say("node1", `cd /var/lib/groundplan/router; ${tampering}`);
    await stage.nextCommand();
    const found = await stage.refresh(router);
    expect(found.properties).toEqual({ ...router.properties, drift });
    const repaired = await stage.up(scene.router(), found);
    expect(repaired.properties).toEqual(router.properties);
    expect(await stage.refresh(repaired)).toEqual({ ...repaired, changed: true });
    expect((await scene.get("shop.example.com")).status).toBe(200);
    router = repaired;
  }
  await stage.say("node1", "pkill -9 -f '[h]aproxy -W'");
  await until(
    "haproxy to come back",
    async () => (await scene.get("shop.example.com").catch(() => undefined))?.status === 200,
  );
  await stage.nextCommand();
  expect((await stage.refresh(router)).properties).toEqual(router.properties);
  await stage.delete(shop);
  await stage.delete(router);
});

test("other ports are taken in place, and a port that is taken leaves the old ones serving", async () => {
  const { stage } = scene;
  const router = await stage.up(scene.router());
  const shop = await stage.up(scene.proxy("shop", "shop.example.com"));
  const moved = await stage.up(
    scene.router("router", { http: 8000, https: 8001, bind: [scene.address("node1")] }),
    router,
  );
  expect((await scene.get("shop.example.com", 8000)).status).toBe(200);
  expect(await scene.seesBackend("shop.example.com", 8001)).toBe(true);
  await expect(scene.get("shop.example.com")).rejects.toThrow("ECONNREFUSED");

  const taken = { http: 22, https: 8001, bind: [scene.address("node1")] };
  await expect(stage.up(scene.router("router", taken), moved)).rejects.toThrow(
    /haproxy does not take the new settings, and goes on with those that it has: .*cannot bind socket/,
  );
  expect((await scene.get("shop.example.com", 8000)).status).toBe(200);
  await expect(stage.up(scene.router("router", { bind: ["203.0.113.7"] }), moved)).rejects.toThrow(
    "203.0.113.7 is no address of this node",
  );
  await stage.nextCommand();
  const found = await stage.refresh(moved);
  expect(found.properties).toEqual({ ...moved.properties, drift: ["setup: not finished"] });
  const back = await stage.up(scene.router(), found);
  expect((await scene.get("shop.example.com")).status).toBe(200);
  await stage.delete(shop);
  await stage.delete(back);
  expect(await scene.traces()).toBe("");
});

test("a second router of a node is refused, in the preview and afterwards, with the first one's owner", async () => {
  const { stage } = scene;
  const other = await openNodeStage({ installation: "xyz789", module: "gateway" });
  try {
    const router = await stage.up(scene.router());
    const second = scene.router("second", {}, other);
    await expect(other.preview(second)).rejects.toThrow(
      "the place of the node's router is taken by abc123/shop/dev/router",
    );
    await expect(other.up(second)).rejects.toThrow(
      "this node has a router already, which is abc123/shop/dev/router's",
    );
    await stage.delete(router);
    const theirs = await other.up(second);
    await other.delete(theirs);
    expect(await scene.traces()).toBe("");
  } finally {
    await other.close();
  }
});
