import { stringify } from "yaml";
import type { Daemon } from "../../host/daemon.js";
import { debianEnvironment } from "../../toolbox/index.js";
import { EDGE } from "./edge.js";
import { ENVOY_ADMIN, MEMORY } from "./paths.js";

const PORT = 9090;

/** Where Prometheus answers, given the edge's address. */
export function prometheusUrl(address: string): string {
  return `http://${address}:${PORT}`;
}

/** Keeps Envoy's figures of the last hours and answers questions about them. */
export function prometheus(root: string, config: string, address: string): Daemon {
  const url = prometheusUrl(address);
  return {
    name: "prometheus",
    binary: `${root}/usr/bin/prometheus`,
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${MEMORY}/prometheus`,
      "--storage.tsdb.retention.time=6h",
      `--web.listen-address=${address}:${PORT}`,
      "--log.level=warn",
    ],
    env: { LD_LIBRARY_PATH: debianEnvironment(root, {}).LD_LIBRARY_PATH },
    within: EDGE,
    probe: { type: "http", url: `${url}/-/ready`, expect: [200] },
    readyWithinMs: 30_000,
    address: url,
    configFiles: [config],
  };
}

/** Text of Prometheus's configuration: Envoy's figures, every second. */
export function prometheusConfig(): string {
  return stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    scrape_configs: [
      {
        job_name: "envoy",
        metrics_path: "/stats/prometheus",
        static_configs: [{ targets: [`${ENVOY_ADMIN.host}:${ENVOY_ADMIN.port}`] }],
      },
    ],
  });
}
