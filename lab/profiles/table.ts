import { Failure } from "../../model/shared/errors.js";
import { cluster } from "./cluster/index.js";
import { gateway } from "./gateway/index.js";
import { git } from "./git/index.js";
import { node } from "./kubelet/index.js";
import { kwok } from "./kwok/index.js";
import { nodes } from "./nodes/index.js";
import type { HostFacts, Profile } from "./profile.js";
import { registry } from "./registry/index.js";
import { tekton } from "./tekton/index.js";

/** Everything a lab can run, each behind what it needs. A new profile is a folder and a row here. */
export const PROFILES: readonly Profile[] = [cluster, registry, git, node, gateway, tekton, nodes, kwok];

/** What an `up` will start, and what it leaves out. */
export interface Selection {
  readonly start: readonly Profile[];
  readonly leftOut: readonly { readonly profile: Profile; readonly reason: string }[];
}

/**
 * Profiles to start, in order, with all they need. A profile that the host cannot run is left out with the
 * reason, and so is what needs it; where that is a node, the pretended one takes its place.
 * @param names Empty stands for those that start by default on this host.
 * @throws Failure for an unknown name.
 */
export function selectProfiles(
  names: readonly string[],
  host: HostFacts,
  profiles: readonly Profile[] = PROFILES,
): Selection {
  const known = new Map(profiles.map((profile) => [profile.name, profile]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Failure({
      what: `there is no profile ${unknown.join(", ")}`,
      next: `Known profiles: ${[...known.keys()].join(", ")}`,
    });
  }
  const wanted = new Set<string>();
  const want = (name: string): void => {
    wanted.add(name);
    for (const need of known.get(name)?.needs ?? []) want(need);
  };
  for (const { name, byDefault } of profiles)
    if (names.length === 0 ? byDefault(host) : names.includes(name)) want(name);
  const leftOut = profiles.flatMap((profile) => {
    const isConcerned = wanted.has(profile.name) || names.length === 0;
    const reason = profile.missing(host);
    return isConcerned && reason !== undefined ? [{ profile, reason }] : [];
  });
  const impossible = new Set(leftOut.map(({ profile }) => profile.name));
  return { start: profiles.filter(({ name }) => wanted.has(name) && !impossible.has(name)), leftOut };
}
