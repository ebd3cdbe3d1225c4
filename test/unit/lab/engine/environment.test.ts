import { spawnSync } from "node:child_process";
import {
  engineFolders,
  labEngineEnvironment,
  programEnvironment,
  type Environment,
} from "../../../../lab/engine/environment.js";

const FOLDERS = engineFolders("/checkout/.lab");
const THEIRS = {
  PATH: process.env.PATH,
  PULUMI_HOME: "/home/ada/.pulumi",
  PULUMI_BACKEND_URL: "s3://states",
  PULUMI_CONFIG_PASSPHRASE: "theirs",
  PULUMI_CONFIG_PASSPHRASE_FILE: "/home/ada/passphrase",
  PULUMI_ACCESS_TOKEN: "pul-theirs",
  PULUMI_CREDENTIALS_PATH: "/home/ada/credentials",
};

/** The Pulumi variables that a child process sees, as `NAME=value`. */
function seenByChild(env: Environment): string[] {
  const { stdout } = spawnSync("env", { env, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.startsWith("PULUMI_"));
}

test("a lab stack has the empty passphrase, whatever the user has set, and gets none of the user's credentials", () => {
  const seen = seenByChild({ ...THEIRS, ...labEngineEnvironment(FOLDERS, THEIRS) });
  expect(seen.sort()).toEqual([
    "PULUMI_BACKEND_URL=file:///checkout/.lab/backend",
    "PULUMI_CONFIG_PASSPHRASE=",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
    "PULUMI_HOME=/checkout/.lab/pulumi",
    "PULUMI_PARALLEL_DIFF=true",
    "PULUMI_SKIP_UPDATE_CHECK=true",
  ]);
});

test("a stack with clusters of its own keeps all that the user has set", () => {
  const env = { ...THEIRS, ...programEnvironment(FOLDERS, THEIRS) };
  expect(seenByChild(env)).toEqual(expect.arrayContaining(seenByChild(THEIRS)));
  expect(env.PATH).toBe(`/checkout/.lab/pulumi/bin:${THEIRS.PATH}`);
});
