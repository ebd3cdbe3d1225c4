import type { KubernetesClient, KubeObject } from "../../clients/kubernetes/types.js";
import { isObject } from "../../model/shared/json.js";
import { componentName, routeName, serverName, serviceName } from "../../model/vimana/names.js";
import { parseRecord } from "../../model/vimana/rollout/record.js";
import { until } from "./until.js";
import { GRPC_ROUTE } from "./vimana-scene.js";

/** A server's route and its versions. */
export interface WatchedServer {
  readonly namespace: string;
  readonly domainId: string;
  readonly server: string;
  readonly versions: readonly string[];
}

/** What a route said at one time, of the rollout that it carries. */
export interface RouteMoment {
  /** Share of the calls by version, as `1.0.0=3 1.1.0=1`, zeros left out. */
  readonly weights: string;
  /** Phase and number of the step, counted from 1: `Progressing 2`; empty without a rollout. */
  readonly rollout: string;
}

/** Follows a server's route, whose present state is the first moment. */
export async function followRoute(
  kubernetes: KubernetesClient,
  watched: WatchedServer,
): Promise<RouteHistory> {
  const history = new RouteHistory(kubernetes, watched);
  await until("the route", () => history.now);
  return history;
}

/** Everything that a server's route says, in order, from now until it is closed. */
export class RouteHistory {
  readonly moments: RouteMoment[] = [];
  private readonly controller = new AbortController();
  private readonly watching: Promise<void>;

  constructor(
    kubernetes: KubernetesClient,
    private readonly watched: WatchedServer,
  ) {
    this.watching = this.follow(kubernetes);
  }

  /** The latest. */
  get now(): RouteMoment | undefined {
    return this.moments.at(-1);
  }

  /** Distinct weights in their order, from the numbered moment on. */
  weights(from = 0): readonly string[] {
    return withoutRepeats(this.moments.slice(from).map(({ weights }) => weights));
  }

  /** Distinct states of the rollout in their order, from the numbered moment on. */
  rollouts(from = 0): readonly string[] {
    return withoutRepeats(this.moments.slice(from).map(({ rollout }) => rollout));
  }

  async close(): Promise<void> {
    this.controller.abort();
    await this.watching;
  }

  private async follow(kubernetes: KubernetesClient): Promise<void> {
    const { namespace, domainId, server } = this.watched;
    const { signal } = this.controller;
    const [group = "", version = ""] = GRPC_ROUTE.apiVersion.split("/");
    const options = {
      namespace,
      fieldSelector: `metadata.name=${routeName(serverName(domainId, server))}`,
      signal,
    };
    try {
      for await (const { object } of kubernetes.watch({ group, version, kind: GRPC_ROUTE.kind }, options))
        this.moments.push(this.momentOf(object));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private momentOf(route: KubeObject): RouteMoment {
    const record = parseRecord(route.metadata.annotations?.["groundplan.dev/rollout"] ?? "");
    return {
      weights: this.weightsOf(route),
      rollout: record === undefined ? "" : `${record.phase} ${record.step + 1}`,
    };
  }

  private weightsOf(route: KubeObject): string {
    const { domainId, server, versions } = this.watched;
    const spec = isObject(route["spec"]) ? route["spec"] : {};
    const backends = listOf(spec["rules"]).flatMap((rule) => listOf(rule["backendRefs"]));
    return versions
      .flatMap((version) => {
        const service = serviceName(componentName(domainId, server, version));
        const weight = backends.find(({ name }) => name === service)?.["weight"];
        return typeof weight === "number" && weight > 0 ? [`${version}=${weight}`] : [];
      })
      .join(" ");
  }
}

function withoutRepeats(texts: readonly string[]): string[] {
  return texts.filter((text, index) => text !== texts[index - 1]);
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
