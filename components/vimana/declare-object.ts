import * as pulumi from "@pulumi/pulumi";
import { KINDS } from "../../model/vimana/objects/kinds.js";
import { DeclaredObject, type DeclaredObjectArgs } from "../kubernetes/declared-object.js";
import { ownedMetadata, type ObjectMetadata } from "../kubernetes/owned-metadata.js";

/** An object of a hierarchy; any field may hold outputs. */
export interface PlainObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** Where an object belongs, and what goes before it. */
export interface ObjectOptions extends pulumi.CustomResourceOptions {
  readonly parent: pulumi.Resource;
  readonly provider: pulumi.ProviderResource;
}

/** Declares an object with the marks of ownership. */
export function declareObject(name: string, object: PlainObject, options: ObjectOptions): DeclaredObject {
  return new DeclaredObject(...declaration(name, object, options));
}

/**
 * Declares objects of one owner, which all have its name; further ones of a kind have a number besides.
 *
 * @param options of an object, by those that were declared before it
 */
export function declareObjects(
  name: string,
  objects: readonly PlainObject[],
  options: (object: PlainObject, declared: readonly DeclaredObject[]) => ObjectOptions,
): DeclaredObject[] {
  const declared: DeclaredObject[] = [];
  for (const [index, object] of objects.entries()) {
    const before = objects.slice(0, index).filter(({ kind }) => kind === object.kind).length;
    const unique = before === 0 ? name : `${name}-${before + 1}`;
    declared.push(declareObject(unique, object, options(object, declared)));
  }
  return declared;
}

/**
 * What declares an object with the marks of ownership.
 *
 * @param name logical name, which the owner mark ends with
 */
export function declaration(
  name: string,
  object: PlainObject,
  options: ObjectOptions,
): [string, DeclaredObjectArgs, pulumi.CustomResourceOptions] {
  const replacement = REPLACEMENTS[typeOf(object)] ?? {};
  return [
    name,
    { ...object, metadata: ownedMetadata(name, object.metadata) },
    pulumi.mergeOptions(replacement, options),
  ];
}

/**
 * What the API server lets nobody change, or what must not change in place, beyond what the provider knows itself. An
 * object that keeps its name has to go first: its successor would be the same object.
 */
const REPLACEMENTS: Readonly<Record<string, pulumi.CustomResourceOptions>> = {
  [typeOf(KINDS.runtimeClass)]: { replaceOnChanges: ["handler"], deleteBeforeReplace: true },
  [typeOf(KINDS.gatewayClass)]: { replaceOnChanges: ["spec.controllerName"], deleteBeforeReplace: true },
  // Its name is its id.
  [typeOf(KINDS.domain)]: { replaceOnChanges: ["spec.id"] },
  [typeOf(KINDS.component)]: {
    replaceOnChanges: ["spec.version", "spec.server", "spec.domain", "spec.image"],
    deleteBeforeReplace: true,
  },
};

function typeOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${apiVersion}/${kind}`;
}
