import { GatewayByHand } from "../support/gateway-bench-hand.js";
import { NAME_SERVERS, ZONE } from "../support/gateway-stack.js";
import { PlainProgram } from "../support/plain-program.js";
import { ReservationScene } from "../support/reservation-scene.js";
import { median, publish, ratio, succeeds, timed, type Comparison } from "./report.js";

const COUNT = 500;
const ROUNDS = 3;
/** Reloads of haproxy that are accepted, as a part of the routes. */
const RELOADS = 0.1;
/** Milliseconds for everything on a busy machine. */
const LONGEST = 2 * 60 * 60_000;

const KEYS = Array.from({ length: COUNT }, (_, index) => `n${index + 1}`);
const ADDRESS = "10.0.0.1";

const UP = ["up", "--yes", "--skip-preview"];
const REFRESH = ["refresh", "--yes", "--skip-preview", "--expect-no-changes"];

/** As many resources that do nothing: what the engine itself takes. */
const IDLE = `
const pulumi = require("@pulumi/pulumi");
const provider = {
  async check(olds, news) { return { inputs: news }; },
  async diff() { return { changes: false }; },
  async create(inputs) { return { id: "one", outs: inputs }; },
  async read(id, props) { return { id, props }; },
};
class Idle extends pulumi.dynamic.Resource {
  constructor(name, props) { super(provider, name, props, undefined, "peer", "Idle"); }
}
for (let index = 0; index < ${2 * COUNT}; index += 1)
  new Idle("idle-" + index, { domain: "n" + index + ".example.com", addr: "${ADDRESS}", port: 8080, portTls: 8443 });
`;

describe(`${COUNT} routes and ${COUNT} records`, () => {
  let scene: ReservationScene;
  let hand: GatewayByHand;
  let idle: PlainProgram;

  beforeAll(async () => {
    scene = await ReservationScene.open("bench-gateway");
    hand = await GatewayByHand.open(scene.lab.folder, "node3");
    declare([]);
    await scene.stack.create();
    idle = new PlainProgram(scene.lab.folder, "idle-gateway", IDLE);
    await idle.init();
    await scene.make("up");
  });

  afterAll(async () => {
    await scene.make("destroy");
    await hand.close();
    await succeeds(idle.pulumi("destroy", "--yes", "--skip-preview", "--stack", "peer"));
    await idle.dispose();
    await scene.close();
  });

  test(
    "up, no change and refresh, against the same by hand",
    async () => {
      const peerRoutes = await seconds(() => hand.route(KEYS.map((key) => `${key}.example.com`)));
      const peerNames = await seconds(() => hand.name(KEYS));
      const looks: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) looks.push(await seconds(() => hand.look(KEYS)));

      declare(KEYS);
      const before = await reloads();
      const up = await seconds(() => run(...UP));
      const afterwards = await reloads();
      const unchanged: number[] = [];
      const refreshed: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        unchanged.push(await seconds(() => run(...UP, "--expect-no-changes")));
        refreshed.push(await seconds(() => run(...REFRESH)));
      }
      expect(await forwarded()).toBe(2 * COUNT);
      const idleUp = await seconds(() => idleRun(...UP));
      const idleUnchanged = await seconds(() => idleRun(...UP, "--expect-no-changes"));
      const idleRefreshed = await seconds(() => idleRun(...REFRESH));

      const looked = median(looks);
      const comparisons: readonly Comparison[] = [
        { what: "up, everything new", unit: "s", ours: up, peer: peerRoutes + peerNames },
        { what: "up, no change", unit: "s", ours: median(unchanged), peer: looked },
        { what: "refresh, no drift", unit: "s", ours: median(refreshed), peer: looked },
        { what: "up, everything new, against idle resources", unit: "s", ours: up, peer: idleUp },
        {
          what: "up, no change, against idle resources",
          unit: "s",
          ours: median(unchanged),
          peer: idleUnchanged,
        },
        {
          what: "refresh, no drift, against idle resources",
          unit: "s",
          ours: median(refreshed),
          peer: idleRefreshed,
        },
        {
          what: "reloads of haproxy, for a route",
          unit: "",
          ours: (afterwards - before) / COUNT,
          peer: 1,
          limit: RELOADS,
        },
      ];
      publish(
        `${COUNT} routes and ${COUNT} records`,
        `One gateway on a node of the lab with ${COUNT} proxies (HTTP and TLS) and ${COUNT} subdomains on knot, against the same by hand on another node: one SSH connection with a script for each route, one check and one reload in the end, and one run of nsupdate with ${COUNT} updates, each of a name that must not be there and its owner's record. Whole commands, with the start of the engine, which writes the state after each of the ${2 * COUNT} resources; no change and refresh are medians of ${ROUNDS} runs, and both are compared with a look at all lines of haproxy's maps and a question for each record. By hand there is one reload for all routes because nobody waits for one of them; the last line compares with a reload for each. Idle resources are as many dynamic resources that do nothing, on the same engine: most of the time is the engine's. Nothing by hand comes back after a reboot, or finds out whose a name is.`,
        comparisons,
      );
      const tooMany = comparisons.filter((one) => ratio(one) > (one.limit ?? Infinity));
      expect(tooMany.map(({ what }) => what)).toEqual([]);
    },
    LONGEST,
  );

  function declare(keys: readonly string[]): void {
    const each = <T>(member: (key: string) => T) => Object.fromEntries(keys.map((key) => [key, member(key)]));
    scene.configure({
      nameServers: NAME_SERVERS,
      gateways: {
        edge: {
          ...{ node: "node1", nameServer: "lab", router: {} },
          dns: { software: "knot", nameServers: [`ns1.${ZONE}`] },
          proxies: each((key) => ({
            ...{ domain: `${key}.example.com`, addr: ADDRESS, port: 8080, portTls: 8443 },
          })),
          subdomains: each((key) => ({ domain: `${key}.${ZONE}`, ips: [ADDRESS] })),
        },
      },
    });
  }

  function run(...args: string[]): Promise<void> {
    return succeeds(scene.stack.pulumi(...args, "--stack", scene.stack.name));
  }

  function idleRun(...args: string[]): Promise<void> {
    return succeeds(idle.pulumi(...args, "--stack", "peer"));
  }

  /** How often haproxy has been told to begin anew. */
  async function reloads(): Promise<number> {
    return Number(
      await scene.say(
        "node1",
        "echo 'show proc' | socat -t 5 - UNIX-CONNECT:/run/groundplan/router/master.sock | awk '$2 == \"master\" { print $3 }'",
      ),
    );
  }

  /** How many lines the maps of the running haproxy have. */
  async function forwarded(): Promise<number> {
    const shown = await scene.say(
      "node1",
      "printf 'show map http.map; show map tls.map\\n' | socat -t 5 - UNIX-CONNECT:/run/groundplan/router/worker.sock",
    );
    return shown.split("\n").filter((line) => line.startsWith("0x")).length;
  }
});

async function seconds(action: () => Promise<unknown>): Promise<number> {
  return (await timed(action)) / 1000;
}
