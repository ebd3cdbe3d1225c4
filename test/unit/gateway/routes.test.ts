import { Gateway } from "./routes-world.js";

let gateway: Gateway;

beforeEach(async () => {
  gateway = await Gateway.open();
});

afterEach(() => gateway.close());

test("500 routes at the same time take few scripts with one check each, and no new beginning", async () => {
  const names = Array.from({ length: 500 }, (_, index) => `site${index}`);
  const made = await Promise.all(
    names.map((name) => gateway.create(name, { domain: `${name}.example.com` })),
  );
  expect(made.map(({ state }) => state.outputs.drift)).toEqual(made.map(() => []));
  const groups = gateway.node.ran;
  expect(new Set(groups)).toEqual(new Set(["proxy-group"]));
  expect(groups.length).toBeLessThanOrEqual(4);
  const told = await gateway.told();
  expect(told.filter((line) => line === "check").length).toBe(groups.length);
  expect(told.filter((line) => line.startsWith("add ")).length).toBe(1000);
  expect(told.length).toBe(1000 + groups.length);
  expect((await gateway.live()).length).toBe(500);
}, 180_000);

test("only the lines that differ are told", async () => {
  const [first, second] = await Promise.all(
    ["one", "two", "three"].map((name) => gateway.create(name, { domain: `${name}.example.com` })),
  );
  if (first === undefined || second === undefined) throw new Error("nothing was made");
  await gateway.told();
  await Promise.all([gateway.update(first, { port: 81 }), gateway.remove(second)]);
  expect(await gateway.told()).toEqual([
    "check",
    "del two.example.com",
    "del two.example.com",
    "set one.example.com",
  ]);
  expect(await gateway.live()).toEqual(["one.example.com 10.0.0.1/81", "three.example.com 10.0.0.1/80"]);
});

test("without a router there is nothing to forward by, and routes still go", async () => {
  const made = await gateway.create("shop", { domain: "shop.example.com" });
  await gateway.node.say('rm -r "$state_folder/router"');
  await expect(gateway.create("other", { domain: "other.example.com" })).rejects.toThrow(
    "there is no router on this node: it takes a GatewayRouter to forward other.example.com",
  );
  expect((await gateway.read(made))?.outputs.drift).toEqual(["haproxy: does not answer"]);
  await gateway.remove(made);
  expect(await gateway.read(made)).toBeUndefined();
  expect(await gateway.node.say('ls "$state_folder/domains" "$state_folder/w"')).toMatch(/^\S+:\s+\S+:$/);
});

test("a domain is one workload's, is told in the preview, and free again once that is gone", async () => {
  const mine = await gateway.create("shop", { domain: "shop.example.com" });
  const refusal = "the domain shop.example.com is taken by abc123/shop/dev/shop";
  const theirs = { domain: "Shop.example.com" };
  await expect(gateway.preview("theirs", theirs, "xyz789")).rejects.toThrow(refusal);
  await expect(gateway.create("theirs", theirs, "xyz789")).rejects.toThrow(refusal);
  expect(await gateway.preview("shop", theirs)).toEqual([
    "forward shop.example.com to 10.0.0.1: HTTP to port 80, TLS to port 443",
  ]);
  const both = await Promise.allSettled(
    ["one", "two"].map((name) => gateway.create(name, { domain: "race.example.com" })),
  );
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  await gateway.remove(mine);
  const taken = await gateway.create("theirs", theirs, "xyz789");
  expect(taken.state.outputs.drift).toEqual([]);
});

test("settings that haproxy does not take are explained, and only removals go on", async () => {
  const shop = await gateway.create("shop", { domain: "shop.example.com" });
  await gateway.node.say('echo broken >>"$state_folder/router/current/haproxy.cfg"');
  await expect(gateway.create("other", { domain: "other.example.com" })).rejects.toThrow(
    /haproxy does not take its settings, and goes on with those that it has: parsing \[.*router\/current\/haproxy\.cfg:3\] : unknown keyword 'broken'/,
  );
  expect(await gateway.live()).toEqual(["shop.example.com 10.0.0.1/80"]);
  expect(await gateway.lines("router/current/http.map")).toEqual(["shop.example.com 10.0.0.1/80"]);
  await gateway.remove(shop);
  expect(await gateway.live()).toEqual([]);
});

test("one that cannot be forwarded does not keep the others from it", async () => {
  await gateway.node.say(
    'mkdir "$state_folder/w/proxy-odd"; echo nonsense >"$state_folder/w/proxy-odd/route"',
  );
  const results = await Promise.allSettled([
    gateway.create("good", { domain: "good.example.com" }),
    gateway.create("lost", { domain: "lost.example.com", addr: "no-such-host.invalid" }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(String(results[1].status === "rejected" && results[1].reason)).toContain(
    "this node finds no address of no-such-host.invalid",
  );
  expect(await gateway.live()).toEqual(["good.example.com 10.0.0.1/80"]);
});

test("what somebody told haproxy by hand is taken back by the next change of any route", async () => {
  const shop = await gateway.create("shop", { domain: "shop.example.com" });
  await gateway.node.say(`cd "$state_folder/pretended"
echo 'mine.example.com 10.9.9.9/80' >http.map
: >tls.map`);
  expect((await gateway.read(shop))?.outputs.drift).toEqual([
    "haproxy: does not forward HTTP",
    "haproxy: does not forward TLS",
  ]);
  await gateway.create("other", { domain: "other.example.com" });
  expect(await gateway.live()).toEqual(["other.example.com 10.0.0.1/80", "shop.example.com 10.0.0.1/80"]);
});

test("a haproxy that does not answer is told of, and what it reads stays what it was", async () => {
  const shop = await gateway.create("shop", { domain: "shop.example.com" });
  const before = await gateway.node.say('readlink "$state_folder/router/current"');
  await gateway.node.say(': >"$state_folder/pretended/deaf"');
  expect((await gateway.read(shop))?.outputs.drift).toEqual(["haproxy: does not answer"]);
  await expect(gateway.create("other", { domain: "other.example.com" })).rejects.toThrow(
    "haproxy does not answer on this node (its service router-one: missing)",
  );
  expect(await gateway.node.say('readlink "$state_folder/router/current"')).toBe(before);
  await gateway.node.say('rm "$state_folder/pretended/deaf"');
  const other = await gateway.create("other", { domain: "other.example.com" });
  expect(other.state.outputs.drift).toEqual([]);
});

test("a look at one asks haproxy once for all", async () => {
  const names = ["a", "b", "c"];
  const made = await Promise.all(
    names.map((name) => gateway.create(name, { domain: `${name}.example.com` })),
  );
  const before = gateway.node.ran.length;
  const found = await Promise.all(made.map((each) => gateway.read(each)));
  expect(found).toEqual(made.map(({ state }) => state));
  expect(gateway.node.ran.slice(before)).toEqual(["proxy-inspect"]);
});
