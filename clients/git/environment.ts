import path from "node:path";

/** Variables of this process that git gets, besides what it is told here. */
const PASSED: readonly string[] = [
  "PATH",
  "TMPDIR",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]),
];

/** Settings of every git command: nothing of a repository or a user runs, and nothing asks. */
const SETTINGS: Readonly<Record<string, string>> = {
  "advice.detachedHead": "false",
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "credential.helper": "",
  "fetch.recurseSubmodules": "false",
  "gc.auto": "0",
  "init.defaultBranch": "main",
  "maintenance.auto": "false",
  "protocol.version": "2",
  "submodule.recurse": "false",
};

/** What a git command is given for one repository. */
export interface GitAccess {
  /** Protocols that git may speak; empty for none. */
  readonly protocols: readonly string[];
  readonly settings?: readonly (readonly [key: string, value: string])[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Where git and curl look for the user's own settings. */
  readonly home: string;
}

/** The whole environment of a git command. It holds no secret: processes of this user can read it. */
export function gitEnvironment(access: GitAccess): Readonly<Record<string, string>> {
  const passed = PASSED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const settings = [...Object.entries(SETTINGS), ...(access.settings ?? [])];
  return {
    ...Object.fromEntries(passed),
    HOME: access.home,
    LC_ALL: "C",
    GIT_ALLOW_PROTOCOL: access.protocols.length === 0 ? "none" : access.protocols.join(":"),
    GIT_ATTR_NOSYSTEM: "1",
    // A repository around the folder in which git is started is none of ours.
    GIT_CEILING_DIRECTORIES: path.dirname(access.home),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    GIT_CONFIG_COUNT: String(settings.length),
    ...access.variables,
  };
}
