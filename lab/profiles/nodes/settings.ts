import path from "node:path";
import { PRIVATE, writeIfChanged } from "../../state/files.js";
import { basicAuthorization, REGISTRY_HOST, type RegistryAccess } from "../registry/access.js";
import { NODE_USER } from "./paths.js";

/** What the files of one node depend on. */
export interface NodeSettings {
  readonly name: string;
  /** All nodes by name, and where they are. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Private half of the node's own key. */
  readonly hostKey: string;
  /** Whoever has the private half of this key may log in. */
  readonly authorizedKey: string;
  readonly registry: RegistryAccess;
  /** The host's address in the nodes' network; the registry is there, at its own port. */
  readonly host: string;
}

interface SettingsFile {
  readonly path: string;
  readonly text: string;
  readonly mode?: number;
}

/**
 * Writes the files that a node is given at its start, at their places below `files/`.
 * @param folder Folder of the node's files.
 * @returns Their paths.
 */
export function writeSettings(folder: string, settings: NodeSettings): readonly string[] {
  return settingsFiles(settings).map(({ path: place, text, mode }) =>
    writeIfChanged(path.join(folder, "files", place), text, mode),
  );
}

function settingsFiles(settings: NodeSettings): readonly SettingsFile[] {
  const { name, addresses, hostKey, authorizedKey, registry, host } = settings;
  const mirror = `${host}:${new URL(registry.endpoint).port}`;
  const hosts = Object.entries(addresses).map(([node, address]) => `${address} ${node}`);
  return [
    { path: "etc/hostname", text: `${name}\n` },
    { path: "etc/hosts", text: ["127.0.0.1 localhost", ...hosts, `${host} ${REGISTRY_HOST}`, ""].join("\n") },
    { path: "etc/resolv.conf", text: "# The lab has no name server.\nnameserver 127.0.0.1\n" },
    { path: "etc/ssh/sshd_config", text: SSHD },
    { path: "etc/ssh/lab_host_key", text: hostKey, mode: PRIVATE },
    { path: "etc/ssh/lab_authorized_keys", text: `${authorizedKey}\n` },
    { path: `etc/sudoers.d/${NODE_USER}`, text: `${NODE_USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`, mode: 0o440 },
    { path: "etc/containers/registries.conf", text: registriesConfig(mirror) },
    { path: "etc/containers/containers.conf", text: CONTAINERS },
    { path: "etc/containers/storage.conf", text: STORAGE },
    { path: "etc/containers/policy.json", text: '{ "default": [{ "type": "insecureAcceptAnything" }] }\n' },
    {
      path: "root/.docker/config.json",
      text: registryLogins([mirror, REGISTRY_HOST], registry),
      mode: PRIVATE,
    },
  ];
}

const SSHD = `HostKey /etc/ssh/lab_host_key
AuthorizedKeysFile /etc/ssh/lab_authorized_keys .ssh/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
MaxStartups 200
MaxSessions 200
Subsystem sftp internal-sftp
`;

// The other runtime, crun, wants more than a root without all capabilities can give.
const CONTAINERS = `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]

[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"

[network]
network_backend = "netavark"
`;

const STORAGE = `[storage]
driver = "overlay"
runroot = "/run/containers/storage"
graphroot = "/var/lib/containers/storage"
`;

/** Text of podman's settings (TOML): the lab's registry is the one that there is, at another address than its name. */
function registriesConfig(mirror: string): string {
  return `unqualified-search-registries = ["${REGISTRY_HOST}"]

[[registry]]
location = "${REGISTRY_HOST}"
insecure = true
[[registry.mirror]]
location = "${mirror}"
insecure = true

[[registry]]
location = "${mirror}"
insecure = true
`;
}

function registryLogins(places: readonly string[], registry: RegistryAccess): string {
  const auth = basicAuthorization(registry).replace(/^Basic /, "");
  return `${JSON.stringify({ auths: Object.fromEntries(places.map((place) => [place, { auth }])) }, null, 2)}\n`;
}
