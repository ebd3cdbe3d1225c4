import path from "node:path";
import type { PrivateCopy } from "./private-copy.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of this process that tools get: how to find programs and how to reach the network. */
const PASSED: readonly string[] = [
  "PATH",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]),
];

/**
 * The whole environment of a tool. Its settings, plugins, caches and clusters are those of an empty home, so that the
 * user's own never take part in a rendering.
 */
export function toolEnvironment(copy: PrivateCopy, outer: Environment): Readonly<Record<string, string>> {
  const passed = PASSED.flatMap((name) => {
    const value = outer[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const inHome = (name: string): string => path.join(copy.home, name);
  return {
    ...Object.fromEntries(passed),
    HOME: copy.home,
    TMPDIR: copy.top,
    LC_ALL: "C",
    TZ: "UTC",
    XDG_CACHE_HOME: inHome("cache"),
    XDG_CONFIG_HOME: inHome("config"),
    XDG_DATA_HOME: inHome("data"),
    KUBECONFIG: inHome("no-cluster"),
    HELM_CACHE_HOME: inHome("cache/helm"),
    HELM_CONFIG_HOME: inHome("config/helm"),
    HELM_DATA_HOME: inHome("data/helm"),
    HELM_PLUGINS: inHome("no-plugins"),
    KUSTOMIZE_PLUGIN_HOME: inHome("no-plugins"),
  };
}
