import semver from "semver";
import type { Facts } from "./facts.js";

/** Why something does not work here, and what makes it work. */
export interface Obstacle {
  readonly why: string;
  readonly fix: string;
}

/** The oldest Node.js; the same as `engines` in package.json. */
export const MINIMUM_NODE = "20.19.0";

/** Names of the requirements. */
export type RequirementName =
  | "unix"
  | "linux"
  | "node"
  | "npm"
  | "root"
  | "namespaces"
  | "cgroups"
  | "loopDevices"
  | "network"
  | "debian"
  | "compiler";

const OWN_CLUSTER =
  "Run it on Linux (a virtual machine or a container will do), or name a cluster of your own under groundplan:clusters in Pulumi.<stack>.yaml and run make up STACK=<stack>";

const DEBIAN_COMMANDS = ["apt-get", "dpkg-deb"];

/** Every requirement: what stands in its way on a machine with these facts. */
export const REQUIREMENTS: Readonly<Record<RequirementName, (facts: Facts) => Obstacle | undefined>> = {
  unix: ({ system, processor }) =>
    unless(
      ["linux", "darwin"].includes(system) && ["x64", "arm64"].includes(processor),
      `there are no tools for ${system} on ${processor}`,
      "Use Linux or macOS on x86-64 or ARM64; on Windows, use WSL 2",
    ),
  linux: ({ system }) =>
    unless(system === "linux", `it needs Linux, this is ${systemName(system)}`, OWN_CLUSTER),
  node: ({ node }) =>
    unless(
      semver.gte(node, MINIMUM_NODE),
      `Node.js ${node} is too old`,
      `Install Node.js ${MINIMUM_NODE} or newer from https://nodejs.org/`,
    ),
  npm: ({ npm }) =>
    unless(npm, "npm is not on PATH", "Install npm; it comes with Node.js from https://nodejs.org/"),
  root: ({ root }) => unless(root, "it needs root", "Run make as root, or do without"),
  namespaces: ({ root, capabilities }) =>
    unless(
      !root || capabilities.length === 2,
      "root has no CAP_SYS_ADMIN or no CAP_NET_ADMIN here",
      "Start the container privileged, or do without",
    ),
  cgroups: ({ cgroups }) =>
    unless(
      cgroups !== "none",
      "no cgroups are mounted",
      "Mount /sys/fs/cgroup into the container, or do without",
    ),
  loopDevices: ({ loopDevices }) =>
    unless(loopDevices, "there is no /dev/loop-control", "Start the container privileged, or do without"),
  network: ({ missingCommands }) =>
    commands(missingCommands, ["ip", "unshare", "nsenter"], "Install iproute2 and util-linux"),
  debian: ({ missingCommands }) =>
    commands(missingCommands, DEBIAN_COMMANDS, "Use Debian or Ubuntu (a container will do), or do without"),
  compiler: ({ compiler }) =>
    unless(
      compiler !== undefined,
      "there is no C compiler",
      "Install one (Debian: apt-get install gcc libc6-dev)",
    ),
};

/** What a person calls an operating system. */
export function systemName(system: string): string {
  return { linux: "Linux", darwin: "macOS", win32: "Windows" }[system] ?? system;
}

function unless(good: boolean, why: string, fix: string): Obstacle | undefined {
  return good ? undefined : { why, fix };
}

function commands(missing: readonly string[], wanted: readonly string[], fix: string): Obstacle | undefined {
  const lacking = wanted.filter((command) => missing.includes(command));
  return unless(lacking.length === 0, `no ${lacking.join(", ")} on PATH`, fix);
}
