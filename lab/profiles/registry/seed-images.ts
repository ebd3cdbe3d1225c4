/** One example image of the catalogue. */
export interface SeedImage {
  /** `organization/repository`. */
  readonly repository: string;
  readonly tag: string;
  /** RFC 3339. */
  readonly created: string;
  /** More than one makes an index. */
  readonly architectures: readonly string[];
  /** These become annotations of the image. */
  readonly description?: string;
  readonly source?: string;
  readonly documentation?: string;
}

const AMD64 = ["amd64"];
const BOTH = ["amd64", "arm64"];

/** Cluster images of two organizations, as users of the catalogue publish them. */
export const SEED_IMAGES: readonly SeedImage[] = [
  {
    repository: "labring/mysql",
    tag: "v8.0.25",
    created: "2022-03-01T08:00:00Z",
    architectures: AMD64,
    description: "MySQL with one primary and two replicas",
    source: "https://github.com/labring-actions/cluster-image",
    documentation: "https://dev.mysql.com/doc/refman/8.0/en/",
  },
  {
    repository: "labring/mysql",
    tag: "v8.0.31",
    created: "2022-11-11T08:00:00Z",
    architectures: AMD64,
    description: "MySQL with one primary and two replicas",
    source: "https://github.com/labring-actions/cluster-image",
    documentation: "https://dev.mysql.com/doc/refman/8.0/en/",
  },
  {
    repository: "labring/cert-manager",
    tag: "v1.8.0",
    created: "2022-04-05T12:30:00Z",
    architectures: AMD64,
    description: "Issues and renews TLS certificates",
    source: "https://github.com/cert-manager/cert-manager",
    documentation: "https://cert-manager.io/docs/",
  },
  {
    repository: "labring/redis",
    tag: "v7.0.5",
    created: "2022-09-22T10:00:00Z",
    architectures: BOTH,
    description: "Redis in a replicated set-up",
    source: "https://github.com/redis/redis",
    documentation: "https://redis.io/docs/",
  },
  { repository: "labring/helm", tag: "v3.8.2", created: "2022-04-13T18:00:00Z", architectures: BOTH },
  {
    repository: "labring/openebs",
    tag: "v1.9.0",
    created: "2020-04-15T09:00:00Z",
    architectures: AMD64,
    description: "Local volumes for stateful workloads",
  },
  { repository: "lingdie/clickhouse", tag: "0.18.4", created: "2022-05-19T07:15:00Z", architectures: AMD64 },
  {
    repository: "labring/metrics-server",
    tag: "v0.6.1",
    created: "2022-02-09T14:00:00Z",
    architectures: BOTH,
  },
  {
    repository: "lingdie/mysql-operator",
    tag: "8.0.23-14.1",
    created: "2021-07-30T11:00:00Z",
    architectures: AMD64,
    description: "Runs MySQL clusters from custom resources",
    source: "https://github.com/percona/percona-xtradb-cluster-operator",
  },
  {
    repository: "labring/redis-operator",
    tag: "3.1.4",
    created: "2022-06-02T16:45:00Z",
    architectures: AMD64,
  },
  {
    repository: "lingdie/kube-prometheus-stack",
    tag: "v0.56.0",
    created: "2022-04-20T06:00:00Z",
    architectures: AMD64,
    description: "Prometheus, Alertmanager and Grafana with dashboards",
    documentation: "https://github.com/prometheus-operator/kube-prometheus",
  },
  { repository: "labring/rook", tag: "v1.9.8", created: "2022-07-21T13:20:00Z", architectures: AMD64 },
  {
    repository: "lingdie/redis-exporter",
    tag: "latest",
    created: "2022-10-03T09:10:00Z",
    architectures: BOTH,
    description: "Metrics of Redis for Prometheus",
  },
];
