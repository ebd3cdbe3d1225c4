import { HTTP_PORT, RouteScene, TLS_PORT } from "../../support/route-scene.js";

let scene: RouteScene;

beforeAll(async () => {
  scene = await RouteScene.open();
});

afterAll(() => scene.close());

test("a domain is forwarded to a backend on another node, whose own certificate the client sees", async () => {
  const { stage } = scene;
  await expect(stage.up(scene.proxy("shop", "shop.example.com"))).rejects.toThrow(
    "there is no router on this node: it takes a GatewayRouter to forward shop.example.com",
  );
  const router = await stage.up(scene.router());
  const preview = await stage.preview(scene.proxy("shop", "Shop.example.com"));
  expect(preview.said).toContain(
    `forward shop.example.com to ${scene.address("node2")}: HTTP to port ${HTTP_PORT}, TLS to port ${TLS_PORT}`,
  );
  let shop = await stage.up(scene.proxy("shop", "shop.example.com"));
  expect(shop.properties["drift"]).toEqual([]);
  expect(await scene.get("SHOP.example.com:80")).toEqual({
    status: 200,
    body: "node2 answers for SHOP.example.com:80\n",
  });
  expect(await scene.seesBackend("shop.example.com")).toBe(true);

  const { worker } = await scene.running();
  shop = await stage.up(scene.proxy("shop", "shop.example.com", { port: 0 }), shop);
  expect((await scene.get("shop.example.com")).status).toBe(404);
  expect(await scene.seesBackend("shop.example.com")).toBe(true);
  shop = await stage.up(scene.proxy("shop", "shop.example.com", { portTls: 0 }), shop);
  expect((await scene.get("shop.example.com")).status).toBe(200);
  await expect(scene.dial("shop.example.com")).rejects.toThrow();
  shop = await stage.up(scene.proxy("shop", "shop.example.com", { addr: "127.0.0.1", port: 1 }), shop);
  expect((await scene.get("shop.example.com")).status).toBe(503);
  expect((await scene.running()).worker).toBe(worker);

  await stage.nextCommand();
  expect((await stage.refresh(shop)).properties).toEqual(shop.properties);
  await stage.delete(shop);
  expect((await scene.get("shop.example.com")).status).toBe(404);
  await stage.delete(shop);
  await stage.delete(router);
  expect(await scene.traces()).toBe("");
});

test("a route and what haproxy makes of it are shown by a refresh as they are, and repaired", async () => {
  const { stage } = scene;
  const router = await stage.up(scene.router());
  const wanted = scene.proxy("shop", "shop.example.com");
  let shop = await stage.up(wanted);
  const backend = scene.address("node2");
  const route = `/var/lib/groundplan/w/${shop.id}/route`;
  const tell = (command: string): string =>
    `echo '${command}' | socat -t 5 - UNIX-CONNECT:/run/groundplan/router/worker.sock >/dev/null`;
  const tampered: readonly [string, Record<string, unknown>][] = [
    [`sed -i 's/^http .*/http ${backend} 9090/' ${route}`, { port: 9090 }],
    [`sed -i 's/^tls .*/tls 10.9.9.9 ${TLS_PORT}/' ${route}`, { addr: "10.9.9.9" }],
    [
      `sed -i 's/^domain .*/domain theirs.example.com/' ${route}`,
      { drift: ["route: is of theirs.example.com"] },
    ],
    [`echo nonsense >${route}`, { drift: ["route: cannot be read"] }],
    [`rm ${route}`, { drift: ["route: missing"] }],
    [
      tell("set map http.map shop.example.com 10.9.9.9/80"),
      { drift: ["haproxy: forwards HTTP to 10.9.9.9 port 80"] },
    ],
    [tell("del map tls.map shop.example.com"), { drift: ["haproxy: does not forward TLS"] }],
  ];
  for (const [tampering, difference] of tampered) {
    await stage.say("node1", tampering);
    await stage.nextCommand();
    const found = await stage.refresh(shop);
    expect(found.properties).toEqual({ ...shop.properties, ...difference });
    const repaired = await stage.up(wanted, found);
    expect(repaired.properties).toEqual(shop.properties);
    expect(await stage.refresh(repaired)).toEqual({ ...repaired, changed: true });
    expect((await scene.get("shop.example.com")).status).toBe(200);
    expect(await scene.seesBackend("shop.example.com")).toBe(true);
    shop = repaired;
  }
  await stage.delete(shop);
  await stage.delete(router);
  expect(await scene.traces()).toBe("");
});

test("a host name leads where the node finds it, and is work once it leads elsewhere", async () => {
  const { stage } = scene;
  const router = await stage.up(scene.router());
  await stage.say(
    "node1",
    `cp /etc/hosts /root/hosts; echo '${scene.address("node2")} shop.internal' >>/etc/hosts`,
  );
  const wanted = scene.proxy("shop", "shop.example.com", { addr: "shop.internal" });
  const shop = await stage.up(wanted);
  expect((await scene.get("shop.example.com")).status).toBe(200);
  await stage.say(
    "node1",
    `sed 's/^[0-9.]* shop.internal$/127.0.0.9 shop.internal/' /etc/hosts >/root/moved; cat /root/moved >/etc/hosts`,
  );
  await stage.nextCommand();
  const moved = await stage.refresh(shop);
  expect(moved.properties).toEqual({
    ...shop.properties,
    drift: [`shop.internal: is 127.0.0.9 and was ${scene.address("node2")}`],
  });
  const followed = await stage.up(wanted, moved);
  expect(await scene.live("http")).toEqual([`shop.example.com 127.0.0.9/${HTTP_PORT}`]);
  await stage.say("node1", `cat /root/hosts >/etc/hosts; rm /root/hosts /root/moved`);
  expect(await stage.failed(scene.proxy("lost", "lost.example.com", { addr: "lost.internal" }))).toContain(
    "this node finds no address of lost.internal",
  );
  await stage.delete(followed);
  await stage.delete(router);
  expect(await scene.traces()).toBe("");
});
