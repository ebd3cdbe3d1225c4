import type { ToolRow } from "./rows.js";

const VERSION = "1.36.3";

// The binaries refuse to work together, or crash, without plausible values in both packages; the commit and the
// date only have to be well formed.
const STAMPS = Object.fromEntries(
  ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((place) => [
    [`${place}.gitVersion`, `v${VERSION}`],
    [`${place}.gitMajor`, "1"],
    [`${place}.gitMinor`, "36"],
    [`${place}.gitTreeState`, "clean"],
    [`${place}.gitCommit`, "0".repeat(40)],
    [`${place}.buildDate`, "1970-01-01T00:00:00Z"],
  ]),
);

/** What differs between the Kubernetes binaries. */
export interface KubernetesTool {
  readonly coldSeconds: number;
  readonly cgo?: boolean;
  /** Default `--version`. */
  readonly versionArgs?: readonly string[];
  /** Default the same minor version. */
  readonly range?: string;
  /** Default Linux only. */
  readonly platforms?: readonly string[];
}

/** The row of one binary out of `k8s.io/kubernetes`. */
export function kubernetesTool(name: string, tool: KubernetesTool): ToolRow {
  const url = `https://dl.k8s.io/release/v{version}/bin/{os}/{arch}/${name}`;
  return {
    version: VERSION,
    onPath: { versionArgs: tool.versionArgs ?? ["--version"], range: tool.range ?? ">=1.36.0 <1.37.0" },
    download: {
      url,
      checksums: `${url}.sha256`,
      platforms: tool.platforms ?? ["linux-amd64", "linux-arm64"],
    },
    goBuild: {
      folder: "kubernetes",
      package: `k8s.io/kubernetes/cmd/${name}`,
      stamps: STAMPS,
      cgo: tool.cgo ?? false,
      coldSeconds: tool.coldSeconds,
    },
  };
}
