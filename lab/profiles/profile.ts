import type { Lab } from "./lab.js";

/** What of the host decides which profiles it can run. */
export interface HostFacts {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  /** Whether files can be mounted as disks. */
  readonly loopDevices: boolean;
}

/** One thing a lab can run. */
export interface Profile {
  readonly name: string;
  /** What it is, for `status` and help texts. */
  readonly summary: string;
  /** Profiles that have to be up before. */
  readonly needs: readonly string[];
  /** Daemons that cannot run beside it. */
  readonly conflicts: readonly string[];
  /** Whether `up` without names starts it on this host. */
  readonly byDefault: (host: HostFacts) => boolean;
  /** Why this host cannot run it; undefined when it can. */
  readonly missing: (host: HostFacts) => string | undefined;
  /** Brings it up, also when parts of it run already. @returns Names of the daemons that were started. */
  readonly up: (lab: Lab) => Promise<readonly string[]>;
}

/** Why a host that is not Linux can run none of them. */
export function needsLinux({ platform }: HostFacts): string | undefined {
  return platform === "linux" ? undefined : `needs Linux, this is ${platform}`;
}
