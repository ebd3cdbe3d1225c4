import type * as pulumi from "@pulumi/pulumi";
import { KINDS } from "../../model/vimana/objects/kinds.js";
import type { PlannedVimana } from "../../model/vimana/planned.js";
import type { ObjectOptions } from "./declare-object.js";
import type { Mode } from "./modes.js";
import type { ImageOf } from "./version-image.js";

/** What the components of one Vimana share. */
export interface Scope {
  readonly vimana: PlannedVimana;
  readonly mode: Mode;
  /** Name of the cluster. */
  readonly cluster: string;
  readonly provider: pulumi.ProviderResource;
  readonly imageOf: ImageOf;
  /** What everything is declared after: the looks at what exists, and the namespace. */
  readonly foundation: readonly pulumi.Resource[];
  /** Whether domains, ledgers and the gateway are protected. */
  readonly protectIdentity: boolean;
  /** Whether everything else is. */
  readonly protectRest: boolean;
}

/** Options of a kind, which finds its cluster by name. */
export function kindOptions(
  { protectRest }: Scope,
  parent: pulumi.Resource,
  dependsOn: readonly pulumi.Resource[],
): pulumi.CustomResourceOptions {
  return { parent, protect: protectRest, dependsOn: [...dependsOn] };
}

/** Options of an object. One that carries identity, a name or an address that others rely on, is protected. */
export function objectOptions(
  scope: Scope,
  { kind }: { readonly kind: string },
  parent: pulumi.Resource,
  dependsOn: readonly pulumi.Resource[],
): ObjectOptions {
  const protect = IDENTITIES.has(kind) ? protectedIdentity(scope) : scope.protectRest;
  return { parent, provider: scope.provider, protect, dependsOn: [...dependsOn] };
}

/** Whether what carries identity is protected. */
export function protectedIdentity({ protectIdentity, protectRest }: Scope): boolean {
  return protectIdentity || protectRest;
}

/** Kinds of objects that carry identity. */
const IDENTITIES: ReadonlySet<string> = new Set(
  [KINDS.gateway, KINDS.vimana, KINDS.domain].map(({ kind }) => kind),
);
