import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { CONTESTED, retryConflicts } from "../../kubernetes/retry-conflicts.js";
import {
  type FoundHub,
  type FoundOrganization,
  type FoundRepository,
  observe,
  type Sought,
} from "./observe.js";
import { carryOut, organizationWrites, repositoryWrites, withdrawal, type Write } from "./writes.js";

/** What an aggregation came to. */
export interface Settled {
  readonly hub: FoundHub;
  /** What was taken back, in whatever attempt. */
  readonly dropped: readonly FoundRepository[];
  /** One for each repository and organization that could not be brought in step. */
  readonly failures: readonly unknown[];
}

/**
 * Brings a hub in step: every repository and organization that is asked for, and takes back what was aggregated into
 * those that are asked for no more. One that fails does not keep the others from it. While others write to the same
 * objects, it reads and decides afresh.
 *
 * @param own object names of this stack's images
 * @throws KubeError when the hub cannot be read
 */
export async function settle(
  client: KubernetesClient,
  sought: Sought,
  own: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Settled> {
  const dropped = new Map<string, FoundRepository>();
  let settled: Settled | undefined;
  try {
    await retryConflicts(signal, async () => {
      const hub = await observe(client, sought);
      for (const found of hub.dropped) dropped.set(found.name.name, found);
      const failures = await write(client, hub, own, sought.token);
      settled = { hub, dropped: [...dropped.values()], failures };
      for (const failure of settled.failures) if (isKubeError(failure, ...CONTESTED)) throw failure;
    });
  } catch (error) {
    if (settled?.failures.includes(error) !== true) throw error;
  }
  if (settled === undefined) throw signal.reason;
  return settled;
}

/** Names of the repositories and organizations that {@link settle} would write to, or that are missing. */
export function outOfStep(hub: FoundHub, own: ReadonlySet<string>, token: string): string[] {
  const differs = (writes: () => readonly Write[]): boolean => {
    try {
      return writes().length > 0;
    } catch (error) {
      if (error instanceof Failure) return true;
      throw error;
    }
  };
  return [
    ...hub.repositories.filter((found) => differs(() => repositoryNeeds(found, own, token))),
    ...hub.organizations.filter((found) => differs(() => organizationNeeds(found))),
  ]
    .map(({ name }) => (typeof name === "string" ? name : name.name))
    .sort();
}

async function write(
  client: KubernetesClient,
  hub: FoundHub,
  own: ReadonlySet<string>,
  token: string,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const unlisted = new Set<string>();
  const attempt = async (writes: () => readonly Write[], failed: () => void = () => undefined) => {
    try {
      await carryOut(client, writes());
    } catch (error) {
      failures.push(error);
      failed();
    }
  };
  await Promise.all([
    ...hub.repositories.map((found) => attempt(() => repositoryNeeds(found, own, token))),
    ...hub.organizations.map((found) =>
      attempt(
        () => organizationNeeds(found),
        () => unlisted.add(found.name),
      ),
    ),
  ]);
  // A repository loses its mark only when its organization no longer lists it; else a repetition would not know.
  const dropped = hub.dropped.filter(({ name }) => !unlisted.has(name.organization));
  await Promise.all(
    dropped.map(({ object }) => attempt(() => (object === undefined ? [] : withdrawal(object)))),
  );
  return failures;
}

function repositoryNeeds(found: FoundRepository, own: ReadonlySet<string>, token: string): Write[] {
  const { name, object, organization } = found;
  if (organization === undefined) throw missing("Organization", name.organization);
  if (object === undefined) throw missing("Repository", name.objectName);
  return repositoryWrites(object, organization, found, own, token);
}

/** A repository that is missing its organization says so itself; one that is only being left needs no list. */
function organizationNeeds(found: FoundOrganization): Write[] {
  return found.object === undefined ? [] : organizationWrites(found.object, found);
}

function missing(kind: string, name: string): Failure {
  return new Failure({
    what: "does not exist, so there is nothing to aggregate images into",
    where: `${kind} ${name}`,
    next: `Declare the ${kind.toLowerCase()} before its images, or run \`pulumi refresh\` if it was deleted by hand`,
  });
}
