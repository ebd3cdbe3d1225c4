import * as pulumi from "@pulumi/pulumi";
import type { AnyKind, Kind, KindInputs, KindOutputs } from "./kind.js";
import { PROVIDER_KEY, providerText } from "./provider-text.js";

type Scalar = string | number | boolean | bigint | null | undefined;

/** An input value whose every part may be an output of another resource. */
export type KindArg<T> = unknown extends T
  ? pulumi.Input<unknown>
  : pulumi.Input<T extends Scalar ? T : { readonly [K in keyof T]: KindArg<T[K]> }>;

/**
 * Arguments of a kind's resource: its inputs, each possibly an output. All are optional here, since the schema
 * fills defaults and `check` names whatever is missing; a resource class narrows this to its own interface.
 */
export type KindArgs<I extends KindInputs> = {
  readonly [K in keyof I]?: KindArg<I[K]> | undefined;
};

/**
 * The program's side of a kind. A subclass declares its outputs with `declare readonly` (a plain field would
 * overwrite them) and calls `super(kind, name, args, opts)`. Handlers are not loaded in the program.
 */
export abstract class KindResource<I extends KindInputs, O extends KindOutputs>
  extends pulumi.CustomResource
{
  protected constructor(
    kind: Kind<I, O>,
    name: string,
    args: KindArgs<I>,
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(
      tokenOf(kind),
      name,
      propertiesOf(kind, name, args, opts?.parent),
      pulumi.mergeOptions(optionsOf(kind), opts),
    );
  }
}

/** The type under which the engine hands a resource to the SDK's shim for dynamic providers. */
function tokenOf(kind: Pick<AnyKind, "module" | "type">): string {
  return `pulumi-nodejs:dynamic/${kind.module}:${kind.type}`;
}

/** A fresh object, since the SDK writes into what it is given; every declared property becomes an output. */
function propertiesOf<I extends KindInputs, O extends KindOutputs>(
  kind: Kind<I, O>,
  name: string,
  args: KindArgs<I>,
  parent: pulumi.Resource | undefined,
): pulumi.Inputs {
  const secret = new Set<string>(kind.secretInputs);
  const properties: pulumi.Inputs = {};
  for (const output of [...Object.keys(kind.inputs.shape), ...kind.outputs]) properties[output] = undefined;
  for (const [key, value] of Object.entries<unknown>(args)) {
    properties[key] = value !== undefined && secret.has(key) ? pulumi.secret(value) : value;
  }
  properties[PROVIDER_KEY] = providerText(kind.name);
  properties["__urn"] = urnOf(kind, name, parent);
  // `check` sees it and leaves it out, so that no state has it and nothing differs by it.
  if (pulumi.runtime.isDryRun()) properties["__preview"] = true;
  return properties;
}

/**
 * The URN as a plain promise: an output would make the resource depend on its parent, and a component counts as
 * done only after its children.
 */
function urnOf<I extends KindInputs, O extends KindOutputs>(
  kind: Kind<I, O>,
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<string> {
  const urn = pulumi.createUrn(name, tokenOf(kind), parent);
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}

function optionsOf<I extends KindInputs, O extends KindOutputs>(
  kind: Kind<I, O>,
): pulumi.CustomResourceOptions {
  const digests = (kind.secretInputs ?? []).length > 0 || (kind.summarised ?? []).length > 0;
  return {
    additionalSecretOutputs: [...(kind.secretOutputs ?? []), ...(digests ? ["__digests"] : [])],
    ...(kind.naturalKey === undefined ? {} : { deleteBeforeReplace: true }),
    ...(kind.hideDiffs === undefined ? {} : { hideDiffs: [...kind.hideDiffs] }),
  };
}
