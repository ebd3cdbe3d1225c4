import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../../model/shared/errors.js";
import { formatPinned, parseOciReference, type OciReference } from "../../model/shared/oci-reference.js";
import type { Problem } from "../../model/shared/problem.js";
import { pathBelow } from "../../model/shared/property-path.js";
import type { PlannedVimana } from "../../model/vimana/planned.js";
import { Redactor } from "../../providers/runtime/redactor.js";
import { Targets } from "../../providers/runtime/targets.js";
import { registryTarget } from "../../providers/targets/registry.js";
import type { VimanaArgs } from "./args.js";
import { missingCertificates } from "./missing-certificates.js";
import { checkedPlans, registryHosts } from "./plan.js";

/** Digests by image reference, as versions declare it or as it follows from their registry. */
export type ResolvedVimanaImages = ReadonlyMap<string, ResolvedVimanaImage>;

/** What a tag stands for at this moment. */
export interface ResolvedVimanaImage {
  readonly digest: string;
  /** `host/repository@sha256:…`. */
  readonly pinned: string;
}

/** How {@link resolveVimanaImages} is run. */
export interface ResolveOptions {
  /** Whether the Vimanas are those of the stack file, whose places faults then name. @default false */
  readonly stackFile?: boolean;
  /** Ends the lookups; it fails then. @default never */
  readonly signal?: AbortSignal;
}

/**
 * Checks Vimanas with the stack's own ids, and looks up what the tags of their images stand for, all at once. To be
 * awaited before anything is declared, so that a fault stops the program while nothing is touched. Left alone are
 * digests, images of other registries than the one that is named, and images that are not known yet.
 *
 * @param vimanas by the component's name
 * @throws pulumi.RunError with the faults of all Vimanas
 * @example
 * const images = await resolveVimanaImages({ apps });
 * new Vimana("apps", { ...apps, images });
 */
export async function resolveVimanaImages(
  vimanas: Readonly<Record<string, VimanaArgs>>,
  { stackFile = false, signal }: ResolveOptions = {},
): Promise<ResolvedVimanaImages> {
  const path = stackFile ? "vimanas" : "";
  const { planned = {}, problems, standIns } = checkedPlans(vimanas, path);
  const missing = Object.entries(planned).flatMap(([name, one]) => {
    const where = stackFile ? pathBelow("vimanasSecrets", [name, "tls"]) : `${name}.certificates`;
    return missingCertificates(one, vimanas[name] ?? {}, where);
  });
  const faults = [...problems.filter(({ severity }) => severity !== "warning"), ...missing];
  if (faults.length > 0) throw cannotDeclare(faults);

  const lookups = Object.entries(planned)
    .flatMap(([name, one]) => lookupsOf(one, pathBelow(path, [name])))
    .filter(({ image }) => !standIns.has(image));
  return lookUp(lookups, signal);
}

interface Lookup {
  readonly path: string;
  readonly image: string;
  readonly registry: string;
  readonly reference: OciReference;
}

function lookupsOf({ spec, domains }: PlannedVimana, path: string): readonly Lookup[] {
  if (spec.resolve === "off") return [];
  const hosts = registryHosts();
  return domains.flatMap((domain) =>
    domain.servers.flatMap((server) =>
      server.versions.flatMap(({ version, image, spec: component }) => {
        const registry = component.registry ?? spec.registry;
        const parsed = parseOciReference(image);
        if (registry === undefined || !parsed.ok || parsed.reference.host !== hosts[registry]) return [];
        if (parsed.reference.digest !== undefined) return [];
        const steps = ["domains", domain.key, "servers", server.key, "components", version];
        return [{ path: pathBelow(path, steps), image, registry, reference: parsed.reference }];
      }),
    ),
  );
}

async function lookUp(
  lookups: readonly Lookup[],
  signal: AbortSignal | undefined,
): Promise<ResolvedVimanaImages> {
  const config = pulumi.runtime.allConfig();
  const targets = new Targets({ get: (key) => config[key] }, new Redactor());
  const open = [...new Set(lookups.map(({ registry }) => registry))];
  try {
    const found = await Promise.all(
      lookups.map(async ({ path, image, registry, reference }) => {
        try {
          const client = await targets.connect(registryTarget, registry);
          const digest = await client.head(reference, signal === undefined ? {} : { signal });
          return { image, digest, pinned: formatPinned(reference, digest) };
        } catch (error) {
          return problemAt(path, error);
        }
      }),
    );
    const problems = found.flatMap((one) => ("reason" in one ? [one] : []));
    if (problems.length > 0) throw cannotDeclare(problems, LATER_WITHOUT);
    return new Map(
      found.flatMap((one) =>
        "reason" in one ? [] : [[one.image, { digest: one.digest, pinned: one.pinned }]],
      ),
    );
  } finally {
    await Promise.all(open.map((registry) => close(targets, registry)));
  }
}

/** Closes a connection, if there is one: what could not be opened has been told. */
async function close(targets: Targets, registry: string): Promise<void> {
  const client = await targets.connect(registryTarget, registry).catch(() => undefined);
  await client?.close();
}

function problemAt(path: string, error: unknown): Problem {
  if (!(error instanceof Failure)) throw error;
  const where = error.where === undefined ? "" : `${error.where}: `;
  return { path, reason: `${where}${error.what}`, ...(error.next === undefined ? {} : { fix: error.next }) };
}

const LATER_WITHOUT =
  "To refresh or destroy without the registry, run pulumi refresh or pulumi destroy without --run-program.";

function cannotDeclare(problems: readonly Problem[], hint?: string): pulumi.RunError {
  const lines = problems.flatMap(({ path, reason, fix }) => [
    `✖ ${path}: ${reason}`,
    ...(fix === undefined ? [] : [`  → ${fix}`]),
  ]);
  const count = problems.length === 1 ? "1 fault" : `${problems.length} faults`;
  return new pulumi.RunError(
    [
      `The Vimanas cannot be declared: ${count}; nothing was touched.`,
      ...lines,
      ...(hint === undefined ? [] : [hint]),
    ].join("\n"),
  );
}
