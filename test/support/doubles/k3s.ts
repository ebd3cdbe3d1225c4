/**
 * What stands for k3s on the lab's nodes: it has the part of k3s's command line that is used here, writes down what it
 * was started with, keeps the members of its cluster on disk, lets only those in who know its token, and answers the
 * questions that are asked by `k3s kubectl`. It speaks plain HTTP. It is one file without imports of ours, since it runs
 * on the node by itself.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

/** What the test has told in front of this text. */
declare const SETTINGS: { readonly kubeconfig?: string };

const [command = "", ...words] = process.argv.slice(2);
const flags = new Map(
  words
    .filter((word) => word.startsWith("--"))
    .map((word) => {
      const [name = "", ...value] = word.slice(2).split("=");
      return [name, value.join("=")] as const;
    }),
);
const flag = (name: string): string => flags.get(name) ?? "";
const API_PORT = 6443;

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}

/** Folders that k3s takes for its own, whatever its arguments say; what is in them is from this start on. */
function useFixedFolders(): void {
  for (const folder of ["/run/k3s", "/run/flannel", "/var/lib/kubelet", "/etc/rancher", "/var/lib/cni"]) {
    const before = readdirSync(folder).length;
    if (folder.startsWith("/run/") && before > 0) fail(`${folder} is not empty`);
    writeFileSync(join(folder, "mark"), "");
  }
}

/** What outlives k3s itself: a pod's keeper, in a session of its own. */
function startPod(): void {
  spawn("/bin/sleep", ["86400"], { detached: true, stdio: "ignore" }).unref();
}

function writeDown(folder: string): string {
  const token = readFileSync(flag("token-file"), "utf8").trim();
  const configuration = flag("config") === "" ? "" : readFileSync(flag("config"), "utf8");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "started-with.json"), JSON.stringify({ command, words, configuration }));
  return token;
}

function kubeconfigFor(server: string): string {
  return `apiVersion: v1\nkind: Config\nclusters:\n- name: default\n  cluster:\n    server: ${server}\n`;
}

function serve(): void {
  const folder = flag("data-dir");
  const token = writeDown(folder);
  const membersFile = join(folder, "members");
  const known = existsSync(membersFile) ? readFileSync(membersFile, "utf8").split("\n") : [];
  const members = new Set(known);
  const admit = (name: string): void => {
    members.add(name);
    writeFileSync(membersFile, [...members].join("\n"));
  };
  admit(flag("node-name"));
  const server = createServer((request, response) => {
    const [, kind, name = ""] = (request.url ?? "").split("/");
    if (kind === "readyz") response.end("ok");
    else if (kind === "join" && request.headers.authorization === `Bearer ${token}`) {
      admit(name);
      response.end();
    } else if (kind === "join") response.writeHead(401).end();
    else if (kind === "nodes" && members.has(name)) response.end("True");
    else response.writeHead(404).end();
  });
  server.listen(API_PORT, () => {
    const kubeconfig = SETTINGS.kubeconfig ?? kubeconfigFor(`https://127.0.0.1:${API_PORT}`);
    writeFileSync(flag("write-kubeconfig"), kubeconfig, { mode: 0o600 });
  });
}

async function joinCluster(): Promise<void> {
  const folder = flag("data-dir");
  const token = writeDown(folder);
  const server = flag("server");
  const response = await fetch(`${plain(server)}/join/${flag("node-name")}`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => fail(`${server} does not answer`));
  if (response.status !== 200) fail(`${server} denies the token`);
  mkdirSync(join(folder, "agent"), { recursive: true });
  writeFileSync(join(folder, "agent", "kubelet.kubeconfig"), kubeconfigFor(server), { mode: 0o600 });
  setInterval(() => undefined, 60_000);
}

function plain(address: string): string {
  return address.replace(/^https:/, "http:");
}

async function ask(): Promise<void> {
  const [, server = ""] = /server: (\S+)/.exec(readFileSync(flag("kubeconfig"), "utf8")) ?? [];
  const own = SETTINGS.kubeconfig === undefined ? plain(server) : `http://127.0.0.1:${API_PORT}`;
  const path = flags.has("raw") ? "/readyz" : `/nodes/${words[words.indexOf("node") + 1] ?? ""}`;
  const response = await fetch(`${own}${path}`).catch(() => fail("the API does not answer"));
  if (response.status !== 200) fail(`the API answered ${response.status}`);
  process.stdout.write(await response.text());
}

if (command === "kubectl") void ask();
else if (command === "server" || command === "agent") {
  useFixedFolders();
  startPod();
  if (command === "server") serve();
  else void joinCluster();
} else fail(`k3s has no command ${command}`);
