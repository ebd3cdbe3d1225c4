/** What a machine is and has, as far as the lab cares. */
export interface Facts {
  /** Node's names: `linux`, `darwin`, `win32`; `x64`, `arm64`. */
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly root: boolean;
  /** Linux capabilities in force, of those that the lab asks for. */
  readonly capabilities: readonly Capability[];
  readonly node: string;
  readonly npm: boolean;
  /** Version of the Go on PATH. */
  readonly go: string | undefined;
  /** The C compiler on PATH. */
  readonly compiler: string | undefined;
  readonly cgroups: "v1" | "v2" | "none";
  /** Whether files can be mounted as disks. */
  readonly loopDevices: boolean;
  /** Of the commands that the lab calls, those that are not on PATH. */
  readonly missingCommands: readonly string[];
  /** Bytes free where tools are cached and built. */
  readonly freeBytes: number;
  /** Tools that are neither on PATH nor in the cache. */
  readonly missingTools: readonly MissingTool[];
  /** Debian bundles that are not unpacked yet. */
  readonly missingBundles: readonly string[];
}

/** What root may lack in a container. */
export type Capability = "CAP_NET_ADMIN" | "CAP_SYS_ADMIN";

/** A tool that has to be downloaded or built. */
export interface MissingTool {
  readonly name: string;
  /** Seconds of a cold build on two cores; 0 when it comes with another tool or cannot be built. */
  readonly coldSeconds: number;
}

/** Commands of which the prober says whether they are there. */
export const COMMANDS = ["ip", "unshare", "nsenter", "flock", "tar", "apt-get", "dpkg-deb"] as const;
