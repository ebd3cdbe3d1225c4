import semver from "semver";
import type { PathRule } from "./rows.js";
import { runCommand } from "./run-command.js";

const VERSION = /v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)/;

/** The first full version number in a text, without its `v`. */
export function versionIn(text: string): string | undefined {
  return VERSION.exec(text)?.[1];
}

/** Whether a version lies in the rule's range; pre-releases and vendors' variants do not. */
export function isSuitable(version: string | undefined, range: string): boolean {
  return version !== undefined && semver.valid(version) !== null && semver.satisfies(version, range);
}

/** Asks a binary for its version; `undefined` when it does not run or says nothing usable. */
export async function askVersion(
  binary: string,
  rule: PathRule,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  // Without this, pulumi would ask its makers' server for news before it answers.
  const result = await runCommand(binary, rule.versionArgs, {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  // Some name themselves by their path, which may hold a version too.
  const said = (text: string): string => text.replaceAll(binary, "");
  return versionIn(said(result.stdout)) ?? versionIn(said(result.stderr));
}
