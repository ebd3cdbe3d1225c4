import path from "node:path";

/** Where the engine of the lab keeps its home, its plugins and its states. */
export interface EngineFolders {
  readonly home: string;
  readonly bin: string;
  readonly backend: string;
}

/** Variables for a process; one that is undefined is taken away from it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The engine's folders below the lab's state folder. */
export function engineFolders(stateFolder: string): EngineFolders {
  return {
    home: path.join(stateFolder, "pulumi"),
    bin: path.join(stateFolder, "pulumi", "bin"),
    backend: path.join(stateFolder, "backend"),
  };
}

/**
 * Environment in which `pulumi` runs against the lab: own home, own file backend, nothing fetched behind the
 * user's back. The user's own passphrase, token and login are kept out: the secrets of lab stacks are encrypted with
 * the empty passphrase, and no other one fits them.
 */
export function labEngineEnvironment(folders: EngineFolders, outer: Environment): Environment {
  return {
    ...programEnvironment(folders, outer),
    PULUMI_HOME: folders.home,
    PULUMI_BACKEND_URL: `file://${folders.backend}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    PULUMI_ACCESS_TOKEN: undefined,
    PULUMI_CREDENTIALS_PATH: undefined,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** Environment for a stack with clusters of its own: the user's backend, home and passphrase stay theirs. */
export function programEnvironment(folders: EngineFolders, outer: Environment): Record<string, string> {
  return {
    PATH: `${folders.bin}${path.delimiter}${outer.PATH ?? ""}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Plans read their targets inside diff; in sequence, reading would add up over all resources.
    PULUMI_PARALLEL_DIFF: "true",
  };
}
