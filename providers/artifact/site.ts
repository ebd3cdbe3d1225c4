import { setTimeout as delay } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import type { KindContext } from "../runtime/context.js";
import { Redactor } from "../runtime/redactor.js";
import { clusterTarget } from "../targets/cluster.js";

/** What passes and what is random, so that tests can decide it. */
export interface Surroundings {
  /** @throws the signal's reason when that comes first */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** A fresh text of letters and digits, at least 20 of them. */
  readonly random: () => string;
}

export const realSurroundings: Surroundings = {
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, { signal }).catch(() => {
      signal.throwIfAborted();
    });
  },
  random: () => randomUUID().replaceAll("-", ""),
};

/** What of a cluster's client artifacts need. */
export type ArtifactClient = Pick<
  KubernetesClient,
  "server" | "get" | "list" | "create" | "replace" | "patch" | "delete" | "watch" | "logs"
>;

/** One artifact's place in a cluster, and how an operation on it speaks to people. */
export interface Site {
  readonly client: ArtifactClient;
  readonly namespace: string;
  readonly artifact: string;
  /** Names the pool in messages. */
  readonly where: string;
  readonly signal: AbortSignal;
  readonly surroundings: Surroundings;
  /** Knows what this operation has seen of secrets; logs and messages of runs pass it before anything keeps them. */
  readonly redactor: Redactor;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly status: (message: string) => void;
}

/** Connects to the place of an artifact. */
export async function openSite(
  surroundings: Surroundings,
  context: KindContext,
  place: { readonly cluster: string; readonly namespace: string; readonly artifact: string },
): Promise<Site> {
  const client = await context.target(clusterTarget, place.cluster);
  return siteIn(
    {
      client,
      namespace: place.namespace,
      signal: context.signal,
      surroundings,
      redactor: new Redactor(),
      now: () => context.now(),
      info: (message) => {
        context.info(message);
      },
      warn: (message) => {
        context.warn(message);
      },
      status: (message) => {
        context.status(message);
      },
    },
    place.artifact,
  );
}

/** The place of another artifact in the same namespace. */
export function siteIn(site: Omit<Site, "artifact" | "where">, artifact: string): Site {
  return { ...site, artifact, where: `artifact ${site.namespace}/${artifact} on ${site.client.server}` };
}

/** Now, as records hold times. */
export function timeAt(site: Pick<Site, "now">): string {
  return new Date(site.now()).toISOString();
}
