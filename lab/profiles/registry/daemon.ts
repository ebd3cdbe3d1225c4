import type { Daemon } from "../../host/daemon.js";
import { debianEnvironment } from "../../toolbox/index.js";

/** CNCF Distribution, as Debian packages it. */
export function registryDaemon(root: string, port: number, config: string): Daemon {
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    name: "registry",
    binary: `${root}/usr/bin/docker-registry`,
    args: ["serve", config],
    env: { LD_LIBRARY_PATH: debianEnvironment(root, {}).LD_LIBRARY_PATH },
    // Without credentials it refuses, which is all that needs to be known.
    probe: { type: "http", url: `${endpoint}/v2/`, expect: [401] },
    readyWithinMs: 20_000,
    address: endpoint,
    configFiles: [config],
  };
}
