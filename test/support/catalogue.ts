/** An image as a test declares it. */
export interface DeclaredImage {
  name: string;
  type?: string;
  detail?: Record<string, unknown>;
}

/** The parts of a stack's configuration that tests change. */
export interface TestCatalogue {
  installation: string;
  clusters: Record<string, unknown>;
  registries: Record<string, unknown>;
  imagehub: {
    images: DeclaredImage[];
    organizations: { name: string; managers?: string[] }[];
    dataPacks: Record<string, unknown>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/**
 * A small catalogue on the lab's cluster and registry.
 * @param organization Keeps tests that share a cluster apart: images are `<organization>/mysql:v8.0.25` and so on.
 */
export function smallCatalogue(
  organization: string,
  images: readonly string[] = ["mysql:v8.0.25", "mysql:v8.0.31", "cert-manager:v1.8.0"],
): TestCatalogue {
  const names = images.map((image) => `${organization}/${image}`);
  return {
    installation: "0123456789ab",
    "pulumi:disable-default-providers": ["kubernetes"],
    clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
    registries: {
      lab: {
        host: "registry.groundplan.test",
        endpointFile: ".lab/registry/endpoint",
        username: "groundplan",
        passwordFile: ".lab/registry/password",
      },
    },
    imagehub: {
      cluster: "lab",
      mode: "direct",
      registry: "lab",
      resolve: "always",
      retainCrds: false,
      organizations: [{ name: organization, managers: ["ada", "grace"] }],
      images: names.map((name) => ({
        name,
        type: "cluster-image",
        detail: { description: `${name} for the tests`, keywords: ["Database"] },
      })),
      dataPacks: { all: { type: "detail", names } },
    },
  };
}
