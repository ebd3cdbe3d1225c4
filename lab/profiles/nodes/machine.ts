import type { Daemon } from "../../host/daemon.js";
import { cgroupParent } from "../../host/cgroups.js";
import type { ProcessIdentity } from "../../host/processes.js";
import type { LabFolder } from "../../state/folder.js";
import { debianEnvironment } from "../../toolbox/index.js";
import { BOOT_SCRIPT, JOIN_SCRIPT } from "./boot-script.js";
import { MILESTONES, nodesFolder, nodesMark, type NodeName } from "./paths.js";

const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * One node: what holds its namespaces (all but those of users and time), and by it everything on the node. It ends
 * with this process as by a power cut.
 * @param root The unpacked packages.
 * @param settings Files whose change asks for a restart of the node.
 */
export function machine(
  folder: LabFolder,
  name: NodeName,
  { root, address, settings }: { root: string; address: string; settings: readonly string[] },
): Daemon {
  const scriptArgs = [nodesFolder(folder, name), root, name, `${cgroupParent(nodesMark(folder))}/${name}`];
  return {
    name,
    binary: "/usr/bin/unshare",
    args: [
      ...[
        "--mount",
        "--net",
        "--pid",
        "--uts",
        "--ipc",
        "--fork",
        "--kill-child",
        "--propagation",
        "private",
      ],
      ...["/bin/sh", "-c", JOIN_SCRIPT, name, ...scriptArgs, BOOT_SCRIPT],
    ],
    env: debianEnvironment(root, { PATH: SEARCH_PATH }),
    probe: { type: "file", path: MILESTONES.mounted, within: name },
    readyWithinMs: 30_000,
    address,
    configFiles: settings,
  };
}

/**
 * A node's SSH server. It lives in the node's namespaces and cgroup, and ends with the node.
 * @param node The process that holds the namespaces.
 */
export function sshServer(
  name: NodeName,
  { node, address, settings }: { node: ProcessIdentity; address: string; settings: readonly string[] },
): Daemon {
  const pid = String(node.pid);
  return {
    name: sshServerName(name),
    binary: "/usr/bin/nsenter",
    args: [
      ...["--target", pid, "--mount", "--net", "--uts", "--ipc", `--pid=/proc/${pid}/ns/pid_for_children`],
      ...["/bin/sh", "-c", SSH_SCRIPT],
    ],
    env: { PATH: SEARCH_PATH },
    probe: { type: "tcp", host: address, port: 22 },
    readyWithinMs: 20_000,
    address: `${address}:22`,
    configFiles: settings,
  };
}

// The server is a child of what the lab knows as its process, and must not outlive it.
const SSH_SCRIPT = `set -eu
for folder in /sys/fs/cgroup/system /sys/fs/cgroup/*/system; do
  [ ! -e "$folder/cgroup.procs" ] || echo $$ > "$folder/cgroup.procs"
done
exec nsenter --target 1 --cgroup setpriv --pdeathsig KILL /usr/sbin/sshd -D -e
`;

/** Name of a node's SSH server among the lab's daemons. */
export function sshServerName(name: NodeName): string {
  return `${name}-sshd`;
}
