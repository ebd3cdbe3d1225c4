import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeBootstrap, type NodeBootstrapArgs } from "../../../components/reservation/node-bootstrap.js";
import { bootstrapScript } from "../../../components/reservation/node-bootstrap/script.js";
import { declared, type Declared } from "../imagehub/declared.js";

const ED25519 = `ssh-ed25519 ${Buffer.from("ed25519 of node1").toString("base64")}`;
const ECDSA = `ecdsa-sha2-nistp256 ${Buffer.from("ecdsa of node1").toString("base64")}`;
const PRIVATE_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----";
const NODE = {
  address: "10.77.0.11",
  port: 22,
  user: "root",
  hostKeys: [ED25519],
  pools: { ssd: "/mnt/ssd" },
};

function configOf(nodes: Record<string, unknown>): Record<string, string> {
  const secrets = Object.fromEntries(Object.keys(nodes).map((name) => [name, { privateKey: PRIVATE_KEY }]));
  return { "groundplan:nodes": JSON.stringify(nodes), "groundplan:nodesSecrets": JSON.stringify(secrets) };
}

async function commandOf(
  nodes: Record<string, unknown>,
  args: Partial<NodeBootstrapArgs> = {},
): Promise<Declared> {
  const resources = await declared(() => new NodeBootstrap("ready", { node: "node1", ...args }), {
    config: configOf(nodes),
  });
  const found = resources.find(({ type }) => type === "command:remote:Command");
  if (found === undefined) throw new Error("no command was declared");
  return found;
}

/** A secret as the engine is sent it. */
function secret(value: unknown) {
  return expect.objectContaining({ value }) as unknown;
}

test("a node is prepared by a script on standard input, by whom the stack names, and by nobody but the pinned machine", async () => {
  const { inputs, parent } = await commandOf({ node1: NODE });
  expect(parent).toBe("groundplan:reservation:NodeBootstrap::ready");
  expect(inputs).toMatchObject({ create: "sh -eu", addPreviousOutputInEnv: false, logging: "stderr" });
  expect(inputs["connection"]).toEqual(
    secret(
      expect.objectContaining({
        host: "10.77.0.11",
        port: 22,
        user: "root",
        hostKey: ED25519,
        privateKey: `${PRIVATE_KEY}\n`,
      }),
    ),
  );
  expect(inputs["stdin"]).toContain("'podman'");
  expect(inputs["stdin"]).toContain('mkdir -p "$folder"');
  expect(inputs["stdin"]).toContain("'/mnt/ssd'");
  expect(inputs["delete"]).toContain("stay on the node");
});

test("another user becomes root by sudo, and one jump host is gone through", async () => {
  const bastion = { address: "198.51.100.1", user: "jump", hostKeys: [ECDSA] };
  const { inputs } = await commandOf({
    node1: { ...NODE, user: "groundplan", jumpHosts: ["bastion"] },
    bastion,
  });
  expect(inputs["create"]).toBe("sudo -n sh -eu");
  expect(inputs["connection"]).toEqual(
    secret(
      expect.objectContaining({
        proxy: expect.objectContaining({ host: "198.51.100.1", hostKey: ECDSA }) as unknown,
      }),
    ),
  );
});

test("of several pinned keys the one is taken that the plugin is shown; those of other machines are not", async () => {
  const hostKeys = [
    `10.77.0.12 ${ECDSA.replace("node1", "node2")}\n10.77.0.11,node1 ${ED25519}`,
    `10.77.0.11 ${ECDSA}`,
  ];
  const { inputs } = await commandOf({ node1: { ...NODE, hostKeys } });
  expect(inputs["connection"]).toEqual(secret(expect.objectContaining({ hostKey: ECDSA })));
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["a node that is not there", { node2: NODE }, /groundplan:nodes.node1 is missing/],
  [
    "a key of another machine",
    { node1: { ...NODE, hostKeys: [`10.77.0.12 ${ED25519}`] } },
    /has no host key for 10.77.0.11/,
  ],
  ["two jump hosts", { node1: { ...NODE, jumpHosts: ["a", "b"] } }, /through one at most/],
  [
    "a file that is not there",
    { node1: { ...NODE, address: undefined, addressFile: "no/such/file" } },
    /addressFile no\/such\/file/,
  ],
])("%s is refused before anything is declared", async (_what, nodes, reason) => {
  const resources = await declared(
    () => {
      expect(() => new NodeBootstrap("ready", { node: "node1" })).toThrow(reason);
    },
    { config: configOf(nodes) },
  );
  expect(resources).toEqual([]);
});

describe("the script", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-bootstrap-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the script up to the packages, with pretended programs that tell what they are asked. */
  function packagesInstalled(packages: readonly string[], installed: readonly string[]): string {
    const has = installed.map((name) => `${name}) echo "install ok installed" ;;`).join("\n");
    const programs = {
      id: "echo 0",
      "dpkg-query": `for last; do :; done\ncase $last in\n${has}\n*) exit 1 ;;\nesac`,
      "apt-get": `echo "apt-get $*" >>'${folder}/calls'`,
    };
    writeFileSync(join(folder, "calls"), "");
    for (const [name, body] of Object.entries(programs))
      writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const [script = ""] = bootstrapScript({ packages, folders: [], user: "root", authorizedKeys: [] }).split(
      "mkdir -p /var",
    );
    const { status, stderr } = spawnSync("sh", ["-eu"], {
      input: `${script}\ncat '${folder}/calls'\n`.replace("PATH=$PATH", `PATH='${folder}':$PATH`),
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    return spawnSync("cat", [join(folder, "calls")], { encoding: "utf8" }).stdout;
  }

  it("installs what is missing, and asks for nothing when all is there", () => {
    expect(packagesInstalled(["podman", "socat"], ["socat"])).toBe(
      "apt-get update -qq\napt-get install -y -qq --no-install-recommends podman\n",
    );
    expect(packagesInstalled(["podman", "socat"], ["socat", "podman"])).toBe("");
  });

  it("keeps whatever is in a name or a key one word of the shell", () => {
    const script = bootstrapScript({
      packages: [],
      folders: ["/mnt/it's $HOME"],
      user: "root",
      authorizedKeys: ["ssh-ed25519 AAAA a'b"],
    });
    expect(script).toContain(`for folder in '/mnt/it'\\''s $HOME'`);
    expect(script).toContain(`for key in 'ssh-ed25519 AAAA a'\\''b'`);
  });
});
