import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { requireLabAuthority } from "./authority.js";
import { chooseKubeconfig, type ChosenKubeconfig } from "./kubeconfig.js";
import type { Settings } from "./settings.js";

const USER_AGENT = "groundplan-lab/pulumi-kubernetes";

/** A cluster that answers, or why it does not. */
type Reach =
  | { readonly client: KubernetesClient; readonly unreachable?: undefined }
  | { readonly client?: undefined; readonly unreachable: string };

/** The one cluster of a configured provider. Nothing is sent to it before somebody needs an answer. */
export class Cluster {
  private reaching: Promise<Reach> | undefined;

  private constructor(
    private readonly kubeconfig: ChosenKubeconfig,
    /** For objects that name none. */
    readonly defaultNamespace: string,
  ) {}

  /** @throws Failure without a kubeconfig and for a cluster that is not the lab's. */
  static async choose(settings: Settings, authorityFile: string | undefined): Promise<Cluster> {
    const kubeconfig = chooseKubeconfig(settings);
    await requireLabAuthority(kubeconfig, authorityFile);
    return new Cluster(kubeconfig, settings.namespace ?? kubeconfig.namespace ?? "default");
  }

  /** Asked once; a cluster that does not answer is not asked again in this run. */
  reach(): Promise<Reach> {
    this.reaching ??= this.connect();
    return this.reaching;
  }

  /** @throws Failure when the cluster does not answer. */
  async client(): Promise<KubernetesClient> {
    const { client, unreachable } = await this.reach();
    if (client !== undefined) return client;
    throw new Failure({
      what: `configured Kubernetes cluster is unreachable: ${unreachable}`,
      next: "Start the cluster, or correct the provider's kubeconfig",
    });
  }

  async close(): Promise<void> {
    const reach = await this.reaching;
    await reach?.client?.close();
  }

  private async connect(): Promise<Reach> {
    const { connectKubernetes } = await import("../../../clients/kubernetes/connect.js");
    const { source, context } = this.kubeconfig;
    const client = await connectKubernetes({
      kubeconfig: source,
      userAgent: USER_AGENT,
      ...(context === undefined ? {} : { context }),
    });
    try {
      await client.request("GET", "/version");
      return { client };
    } catch (error) {
      if (!isKubeError(error, "Unreachable", "Timeout", "Unavailable")) throw error;
      await client.close();
      return { unreachable: error.message };
    }
  }
}
