import path from "node:path";
import type { Daemon } from "../../host/daemon.js";
import { debianEnvironment } from "../../toolbox/index.js";
import { HOLDER } from "./holder.js";
import { CONTAINERD_SOCKET } from "./paths.js";

const SEARCH_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

/** The container engine, in the node. */
export function containerd(root: string, config: string): Daemon {
  return {
    name: "containerd",
    binary: path.join(root, "usr/bin/containerd"),
    args: ["--config", config],
    // Its shims, runc, the CNI plugins and their packet filters are found on this path too.
    env: debianEnvironment(root, { PATH: SEARCH_PATH }),
    within: HOLDER,
    probe: { type: "unix", path: CONTAINERD_SOCKET, within: HOLDER },
    readyWithinMs: 20_000,
    address: CONTAINERD_SOCKET,
    configFiles: [config],
  };
}

/** What containerd is configured with. */
export interface ContainerdSettings {
  /** Root of the unpacked Debian packages. */
  readonly root: string;
  readonly networkFolder: string;
  readonly registryFolder: string;
  readonly pauseImage: string;
}

/** Text of containerd's configuration (TOML; every string in it is also a JSON string). */
export function containerdConfig(settings: ContainerdSettings): string {
  const text = JSON.stringify;
  return `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"

[grpc]
address = ${text(CONTAINERD_SOCKET)}

[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = ${text(settings.pauseImage)}
# Without the right to lower a process's score, as in many containers, every pod would fail.
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true

[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = ${text(path.join(settings.root, "usr/lib/cni"))}
conf_dir = ${text(settings.networkFolder)}

[plugins."io.containerd.grpc.v1.cri".registry]
config_path = ${text(settings.registryFolder)}

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
BinaryName = ${text(path.join(settings.root, "usr/sbin/runc"))}
`;
}
