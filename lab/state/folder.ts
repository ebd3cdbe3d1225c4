import { createHash } from "node:crypto";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";

/** Environment variable that moves the state folder of a checkout's lab; relative to the working directory. */
export const FOLDER_VARIABLE = "GROUNDPLAN_LAB_DIR";

/** One lab's state folder. Everything a lab knows is below it; two folders are two labs that run side by side. */
export interface LabFolder {
  /** Absolute, without links. */
  readonly root: string;
  /** Eight hex digits made from `root`: they mark the lab's interfaces and cgroups. */
  readonly id: string;
}

/**
 * The checkout that this file belongs to, as source or compiled: the nearest folder upwards with a `Pulumi.yaml`.
 * @throws Failure when there is none.
 */
export function checkoutFolder(from: string = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "Pulumi.yaml"))) return folder;
    if (folder === path.dirname(folder)) {
      throw new Failure({
        what: "no folder upwards holds a Pulumi.yaml",
        where: from,
        next: "Run it from a checkout",
      });
    }
  }
}

/**
 * Opens (and makes, mode 0700) the state folder: `GROUNDPLAN_LAB_DIR`, or `.lab` in the checkout.
 * @throws Failure for a path with a colon, which no search path and no KUBECONFIG can hold.
 */
export function openLabFolder(env: Readonly<Record<string, string | undefined>>): LabFolder {
  const wanted = env[FOLDER_VARIABLE];
  const folder =
    wanted === undefined || wanted === "" ? path.join(checkoutFolder(), ".lab") : path.resolve(wanted);
  if (folder.includes(":")) {
    throw new Failure({
      what: "a path with a colon cannot hold a lab",
      where: folder,
      next: `Set ${FOLDER_VARIABLE} to another folder`,
    });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return labFolder(realpathSync(folder));
}

/** The lab of an existing folder, given as absolute path without links. */
export function labFolder(root: string): LabFolder {
  return { root, id: createHash("sha256").update(root).digest("hex").slice(0, 8) };
}

/**
 * Files with fixed names that stack files, tests and people refer to.
 * `audit` holds one JSON line per request the API server answered: who asked, with which user agent, for what;
 * `accessLog` one per request that came in by the gateway.
 */
export function labFiles(folder: LabFolder): {
  readonly kubeconfig: string;
  readonly audit: string;
  readonly certificateAuthority: string;
  readonly registryEndpoint: string;
  readonly registryPassword: string;
  readonly gatewayAddress: string;
  readonly prometheusUrl: string;
  readonly accessLog: string;
} {
  const file = (...parts: string[]): string => path.join(folder.root, ...parts);
  return {
    kubeconfig: file("cluster", "kubeconfig"),
    audit: file("cluster", "audit.log"),
    certificateAuthority: file("cluster", "pki", "ca.crt"),
    registryEndpoint: file("registry", "endpoint"),
    registryPassword: file("registry", "password"),
    gatewayAddress: file("gateway", "address"),
    prometheusUrl: file("gateway", "prometheus"),
    accessLog: file("logs", "envoy-access.log"),
  };
}
