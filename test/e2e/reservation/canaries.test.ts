import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { NODES, nodeAccess } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { NodePrograms } from "../../support/node-programs.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";
import { identity, ReservationScene, seedOf } from "../../support/reservation-scene.js";
import { secretSightings } from "../../support/secret-sightings.js";

const MARK = randomBytes(6).toString("hex");
const KUBECONFIG = `canary-kubeconfig-${MARK}`;
/** What the stack file keeps encrypted, by setting. */
const PLANTED = {
  "reservationsSecrets.all.containers.web.secretEnvironment.PASSWORD": `canary-environment-${MARK}`,
  "reservationsSecrets.all.zdbs.store.password": `canary-zdb-${MARK}`,
  "reservationsSecrets.all.kubernetes.k1.clusterSecret": `canary-cluster-${MARK}`,
  "reservationsSecrets.all.kubernetes.k1.datastoreEndpoint": `mysql://k3s:canary-datastore-${MARK}@tcp(10.9.8.7:3306)/k3s`,
  "identitiesSecrets.alice.seed": Buffer.from(seedOf("alice")).toString("hex"),
};
/** What the secrets are told apart by: an address may be shown in another form, its password must not be. */
const CANARIES = [
  ...Object.values(PLANTED).map((text) => /canary-datastore-\w+/.exec(text)?.[0] ?? text),
  KUBECONFIG,
];

let scene: ReservationScene;
let stage: NodeStage;
let programs: NodePrograms;
let nodeKey: string;

beforeAll(async () => {
  // The flag --event-log exists only with this variable.
  [scene, stage] = await Promise.all([
    ReservationScene.open("canaries", [], { PULUMI_DEBUG_COMMANDS: "true" }),
    openNodeStage(),
  ]);
  programs = await NodePrograms.open(stage, ["node1", "node2"]);
  nodeKey = readFileSync(nodeAccess(labFolder(scene.lab.folder), "node1").privateKeyFile, "utf8");
  const small = { image: "registry.groundplan.test/lab/busybox:1", memory: 64, diskSize: 0 };
  const { node1, ...nodes } = scene.nodes();
  const withoutFile = Object.entries(node1 ?? {}).filter(([setting]) => setting !== "privateKeyFile");
  scene.configure({
    nodes: { ...nodes, node1: Object.fromEntries(withoutFile) },
    identities: { alice: identity("7", "alice") },
    reservations: {
      all: {
        customer: "alice",
        networks: {
          net: { range: "10.10.0.0/16", nodes: ["node1", "node2"], clients: { laptop: { via: "node1" } } },
        },
        containers: {
          web: {
            ...{ ...small, node: "node1", network: "net", ip: "10.10.1.2" },
            entrypoint: `sh -c 'trap "exit 0" TERM; while :; do sleep 1; done'`,
          },
        },
        zdbs: { store: { node: "node2", size: 1, server: programs.source("zero-db") } },
        kubernetes: {
          k1: {
            ...{ node: "node1", network: "net", ip: "10.10.1.10", kubeconfigFile: ".kube/k1" },
            ...{ size: -1, customSize: { cpu: 1, memory: 0.25, disk: 1 } },
            binary: programs.source("k3s", {
              kubeconfig: `server: https://127.0.0.1:6443 # ${KUBECONFIG}\n`,
            }),
          },
        },
      },
    },
  });
  await scene.stack.create();
  await scene.stack.setSecrets({ ...PLANTED, "nodesSecrets.node1.privateKey": nodeKey });
});

afterAll(async () => {
  await scene.make("destroy");
  await scene.close();
  await programs.close();
  await stage.close();
});

test("the secrets of a whole stack are where they have to be, and nowhere else", async () => {
  const keyLines = nodeKey.split("\n").filter((line) => line.length > 40);
  const planted = [...CANARIES, ...keyLines];
  const known = new Set(processSpaces());
  const events = path.join(scene.stack.folder, "events.json");
  const up = scene.stack.pulumi("up", "--yes", "--stack", scene.stack.name, "--event-log", events);
  expect(await secretSightings(planted, up, (pid) => !known.has(spaceOf(pid)))).toEqual([]);
  expect(await up).toMatchObject({ code: 0 });

  await everythingWorks();
  const clientKey = await keyOfClient();
  const secrets = [...planted, ...(await madeOnNodes()), clientKey];
  const refresh = await scene.make("refresh");
  const diff = await scene.stack.pulumi("preview", "--diff", "--stack", scene.stack.name);
  const state = await scene.stack.pulumi("stack", "export", "--stack", scene.stack.name);
  const outputs = await scene.stack.pulumi("stack", "output", "--stack", scene.stack.name);
  expect(state.stdout).toContain("all-zdb-store");
  const told = {
    up: (await up).output,
    events: readFileSync(events, "utf8"),
    refresh,
    diff: diff.output,
    state: state.output,
    outputs: outputs.output,
  };
  // The SDK's own debugging lines, which only this log and --debug show, have what resources have answered.
  const outputsOf = new Set([KUBECONFIG, clientKey]);
  const shown = Object.entries(told).flatMap(([where, text]) =>
    secrets
      .filter((secret) => text.includes(secret) && !(where === "events" && outputsOf.has(secret)))
      .map((secret) => `${where}: ${secret}`),
  );
  expect(shown).toEqual([]);

  expect(await secretSightings(secrets, Promise.resolve(), (pid) => !known.has(spaceOf(pid)))).toEqual([]);
  for (const node of NODES) {
    expect([node, await readableForAll(node, secrets)]).toEqual([node, ""]);
    expect([node, await readableByMode(node, secrets)]).toEqual([node, ""]);
  }
});

/** Whoever is to have a secret has it. */
async function everythingWorks(): Promise<void> {
  const environment = await scene.say("node1", `podman exec $(podman ps --quiet) sh -c 'echo "$PASSWORD"'`);
  expect(environment).toBe(CANARIES[0]);
  const root = "/var/lib/groundplan/w";
  expect(await scene.say("node2", `cat ${root}/zdb-*/keep.password`)).toBe(CANARIES[1]);
  expect(await scene.say("node1", `cat ${root}/kubernetes-*/k3s/token`)).toBe(CANARIES[2]);
  expect(await scene.say("node1", `cat ${root}/kubernetes-*/k3s/config.yaml`)).toContain(CANARIES[3]);
  expect(readFileSync(path.join(scene.stack.folder, ".kube/k1"), "utf8")).toContain(KUBECONFIG);
}

/** What nodes have made as secrets: their keys of tunnels, and the password of 0-db's administrator. */
async function madeOnNodes(): Promise<readonly string[]> {
  const files = "/var/lib/groundplan/w/networkkey-*/private.key /var/lib/groundplan/zdb/*/admin";
  const said = await Promise.all(
    (["node1", "node2"] as const).map((node) => scene.say(node, `cat ${files} 2>/dev/null || :`)),
  );
  const made = said.join("\n").split("\n");
  expect(made).toHaveLength(3);
  return made;
}

/** The private key that was made for the machine outside. */
async function keyOfClient(): Promise<string> {
  const { stdout } = await scene.stack.pulumi(
    ...["stack", "export", "--show-secrets", "--stack", scene.stack.name],
  );
  const key = /"privateKey":\s*\{[^}]*"plaintext":\s*"\\"([A-Za-z0-9+/]{43}=)\\""/.exec(stdout)?.[1];
  if (key === undefined) throw new Error("the state has no key of the client");
  return key;
}

/** Files and processes of a node in which a user without any rights finds one of the secrets. */
function readableForAll(node: (typeof NODES)[number], secrets: readonly string[]): Promise<string> {
  return scene.say(
    node,
    `setpriv --reuid 65534 --regid 65534 --clear-groups grep -rlaF -D skip -f /dev/stdin \\
      /var /run /etc /mnt /root /home /tmp /usr/local /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null <<'END' || :
${secrets.join("\n")}
END`,
  );
}

/** Files of ours that hold a secret and are readable for all by their mode, whatever their folder is. */
function readableByMode(node: (typeof NODES)[number], secrets: readonly string[]): Promise<string> {
  return scene.say(
    node,
    `umask 077
cat >/root/canaries <<'END'
${secrets.join("\n")}
END
find /var/lib/groundplan /run/groundplan /etc /tmp -xdev -type f -perm -004 ! -name started-with.json \\
  -exec grep -laF -f /root/canaries {} + || :
rm /root/canaries`,
  );
}

/** The spaces that processes have their numbers in; a container has one of its own. */
function processSpaces(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(spaceOf)
    .filter((space) => space !== "");
}

/** Empty for a process that has ended. */
function spaceOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return "";
  }
}
