import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import { isKubeError } from "../../clients/kubernetes/errors.js";
import { refOf } from "../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject } from "../../clients/kubernetes/types.js";
import { isObject } from "../../model/shared/json.js";

const GROUP = "gateway.networking.k8s.io";
const CONTROLLER = "example.com/pretended-gateway";

/** What a controller says of an object that it finds in order. */
type Verdict = (object: KubeObject) => Readonly<Record<string, unknown>>;

/** By kind. */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  Gateway: (object) => ({ conditions: conditions(object, ["Accepted", "Programmed"]) }),
  ListenerSet: (object) => ({ conditions: conditions(object, ["Accepted", "Programmed"]) }),
  GRPCRoute: (object) => ({
    parents: parentsOf(object).map((parentRef) => ({
      parentRef,
      controllerName: CONTROLLER,
      conditions: conditions(object, ["Accepted", "ResolvedRefs"]),
    })),
  }),
};

/**
 * Stands in for a gateway's controller where no gateway is: takes every Gateway, ListenerSet and GRPCRoute of a cluster
 * in each of its forms as soon as it is there, so that whoever waits for that goes on.
 */
export class PretendedGateway {
  readonly #ended = new AbortController();
  readonly #faults: unknown[] = [];
  readonly #work: Promise<void>[];

  private constructor(private readonly client: KubernetesClient) {
    this.#work = Object.entries(VERDICTS).map(([kind, verdict]) => this.#follow(kind, verdict));
  }

  /** @param kubeconfig Path of the file. */
  static async start(kubeconfig: string): Promise<PretendedGateway> {
    return new PretendedGateway(await connectKubernetes({ kubeconfig: { path: kubeconfig } }));
  }

  /** @throws Error with whatever kept it from answering */
  async stop(): Promise<void> {
    this.#ended.abort();
    await Promise.all(this.#work);
    await this.client.close();
    const [fault] = this.#faults;
    if (fault !== undefined) throw new Error("the pretended gateway could not answer", { cause: fault });
  }

  async #follow(kind: string, verdict: Verdict): Promise<void> {
    const { signal } = this.#ended;
    try {
      for await (const { type, object } of this.client.watch(
        { group: GROUP, version: "v1", kind },
        { signal },
      )) {
        // Answers go out side by side, as those of a real controller do.
        if (type !== "DELETED" && !isAnswered(object)) this.#work.push(this.#answer(object, verdict(object)));
      }
    } catch (error) {
      if (!signal.aborted) this.#faults.push(error);
    }
  }

  async #answer(object: KubeObject, status: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.client.patch(refOf(object), { status }, { type: "merge", subresource: "status" });
    } catch (error) {
      if (!isKubeError(error, "NotFound")) this.#faults.push(error);
    }
  }
}

/** Whether it has been told of in its latest form. The API server itself makes conditions that were never observed. */
function isAnswered({ metadata, status }: KubeObject): boolean {
  const [parent] = listIn(status, "parents");
  return [...listIn(status, "conditions"), ...listIn(parent, "conditions")].some(
    ({ observedGeneration, reason }) => observedGeneration === metadata.generation && reason === REASON,
  );
}

const REASON = "Pretended";

function conditions({ metadata }: KubeObject, types: readonly string[]): Record<string, unknown>[] {
  return types.map((type) => ({
    type,
    status: "True",
    reason: REASON,
    message: "",
    observedGeneration: metadata.generation,
    lastTransitionTime: metadata.creationTimestamp,
  }));
}

function parentsOf({ spec }: KubeObject): Record<string, unknown>[] {
  return listIn(spec, "parentRefs");
}

function listIn(value: unknown, field: string): Record<string, unknown>[] {
  const list = isObject(value) ? value[field] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}
