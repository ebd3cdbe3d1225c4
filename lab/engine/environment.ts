import path from "node:path";

/** Where the engine of the lab keeps its home, its plugins and its states. */
export interface EngineFolders {
  readonly home: string;
  readonly bin: string;
  readonly backend: string;
}

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
 * user's back. A passphrase that the user has set is kept.
 */
export function labEngineEnvironment(
  folders: EngineFolders,
  outer: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    ...programEnvironment(folders, outer),
    PULUMI_HOME: folders.home,
    PULUMI_BACKEND_URL: `file://${folders.backend}`,
    PULUMI_CONFIG_PASSPHRASE: outer.PULUMI_CONFIG_PASSPHRASE ?? "",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** Environment for a stack with clusters of its own: the user's backend, home and passphrase stay theirs. */
export function programEnvironment(
  folders: EngineFolders,
  outer: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    PATH: `${folders.bin}${path.delimiter}${outer.PATH ?? ""}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Plans read their targets inside diff; in sequence, reading would add up over all resources.
    PULUMI_PARALLEL_DIFF: "true",
  };
}
