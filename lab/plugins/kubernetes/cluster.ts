import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { requireLabAuthority } from "./authority.js";
import { chooseKubeconfig, type ChosenKubeconfig } from "./kubeconfig.js";
import { NotThere } from "./not-there.js";
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
    /** Or why there is none at the moment. */
    private readonly kubeconfig: ChosenKubeconfig | NotThere,
    /** For objects that name none. */
    readonly defaultNamespace: string,
  ) {}

  /**
   * A kubeconfig file that does not exist makes a cluster that does not answer: previews go on, and what is recorded
   * of a lab that is gone can be forgotten.
   * @throws Failure without a kubeconfig and for a cluster that is not the lab's.
   */
  static async choose(settings: Settings, authorityFile: string | undefined): Promise<Cluster> {
    try {
      const kubeconfig = chooseKubeconfig(settings);
      await requireLabAuthority(kubeconfig, authorityFile);
      return new Cluster(kubeconfig, settings.namespace ?? kubeconfig.namespace ?? "default");
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      return new Cluster(error, settings.namespace ?? "default");
    }
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

  private async connect(): Promise<Reach> {
    if (this.kubeconfig instanceof NotThere) return { unreachable: this.kubeconfig.message };
    const { connectKubernetes } = await import("../../../clients/kubernetes/connect.js");
    const { source, context } = this.kubeconfig;
    const options = {
      kubeconfig: source,
      userAgent: USER_AGENT,
      ...(context === undefined ? {} : { context }),
    };
    // Operations are patient with a cluster that answered once; whether there is one shall be known soon.
    const probe = await connectKubernetes({ ...options, connections: 1, retry: { retries: 1 } });
    try {
      await probe.request("GET", "/version");
      return { client: await connectKubernetes(options) };
    } catch (error) {
      if (!isKubeError(error, "Unreachable", "Timeout", "Unavailable")) throw error;
      return { unreachable: error.message };
    } finally {
      await probe.close();
    }
  }
}
