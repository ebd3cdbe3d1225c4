import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { hostsNeedingSecrets } from "../../model/vimana/plan.js";
import type { PlannedVimana } from "../../model/vimana/planned.js";
import type { VimanaSpec } from "../../model/vimana/schema.js";
import { setCommand, setSecretCommand } from "../commands.js";
import { unknownKey } from "../issues.js";
import type { SectionContext } from "../section.js";
import { missingFile } from "../target-files.js";
import { undeclaredTarget } from "../target-names.js";
import { valueAt } from "../value-at.js";

/** What the stack file around a Vimana has to hold for it: its cluster, files, and keys that references can tell apart. */
export function surroundingProblems(
  id: string,
  spec: VimanaSpec,
  context: SectionContext,
): readonly Problem[] {
  const at = ["vimanas", id];
  return [
    ...undeclaredTarget([...at, "cluster"], "clusters", spec.cluster, context),
    ...missingFile([...at, "gateway", "addressFile"], spec.gateway.addressFile, context),
    ...resolveProblems(at, spec),
    ...Object.entries(spec.domains).flatMap(([domain, { servers }]) => [
      ...keyProblems([...at, "domains", domain]),
      ...Object.keys(servers).flatMap((server) => keyProblems([...at, "domains", domain, "servers", server])),
    ]),
  ];
}

/**
 * Certificates that the secrets lack. Of hosts whose name holds a derived id nothing is said here: the id depends on
 * the organization and the project, which a stack file does not tell.
 */
export function missingSecrets(
  id: string,
  spec: VimanaSpec,
  planned: PlannedVimana,
  { secrets, secretsSealed }: SectionContext,
): readonly Problem[] {
  if (secretsSealed) return [];
  const derived = planned.domains
    .filter(({ key }) => spec.domains[key]?.id === undefined)
    .map(({ canonicalHost }) => canonicalHost);
  return hostsNeedingSecrets(planned)
    .filter((host) => !derived.includes(host) && valueAt(secrets, [id, "tls", host]) === undefined)
    .map((host) => {
      const path = formatPropertyPath(["vimanasSecrets", id, "tls", host]);
      const fields = ["certificate", "key"].map((field) => setSecretCommand(`${path}.${field}`));
      const reason = 'is missing: certificate and key of the host, which "tls.mode: provided" needs';
      return { path, reason, fix: fields.join(" && ") };
    });
}

/** Secrets of Vimanas that the stack does not declare. */
export function straySecrets(ids: readonly string[], { secrets }: SectionContext): readonly Problem[] {
  const strays = isObject(secrets) ? Object.keys(secrets).filter((id) => !ids.includes(id)) : [];
  return strays.map((id) => unknownKey(["vimanasSecrets", id], ids));
}

function resolveProblems(at: readonly string[], spec: VimanaSpec): readonly Problem[] {
  const components = Object.values(spec.domains)
    .flatMap(({ servers }) => Object.values(servers))
    .flatMap((server) => Object.values(server.components));
  const hasRegistry = [spec, ...components].some(({ registry }) => registry !== undefined);
  if (spec.resolve !== "always" || hasRegistry) return [];
  const path = formatPropertyPath([...at, "registry"]);
  const reason = 'is missing; "resolve: always" looks tags up in a registry';
  return [{ path, reason, fix: setCommand(path, "'<name>'") }];
}

/** Keys are parts of the names of resources, and of ids in references, with slashes between them. */
function keyProblems(path: readonly string[]): readonly Problem[] {
  if (/^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(path.at(-1) ?? "")) return [];
  const reason =
    "keys of domains and servers are letters, digits, dashes and underscores, and begin and end with a letter or digit";
  return [{ path: formatPropertyPath(path), reason, fix: "rename the key" }];
}
