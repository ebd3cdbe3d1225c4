import type { KubeObject } from "../../clients/kubernetes/types.js";
import { Failure } from "../../model/shared/errors.js";
import { OWNER_ANNOTATION } from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import { reachability } from "../runtime/reachability.js";
import { clusterTarget } from "../targets/cluster.js";
import type { IdentityInputs, IdentityOutputs } from "./identity.js";

const VIMANA = { group: "api.vimana.host", version: "v1alpha1", kind: "Vimana" } as const;

/** What guards a Vimana's identity: it looks and refuses, and owns nothing. */
export const identityHandlers: KindHandlers<IdentityInputs, IdentityOutputs> = {
  async plan(context, { old, news, unknown }) {
    if (unknown.length > 0) return undefined;
    // Nothing is unknown, so every checked input is there.
    const inputs = news as IdentityInputs;
    refuseChanges(old?.inputs, inputs);
    const notes = suffixNotes(old?.inputs, inputs);
    try {
      await refuseNeighbours(context, old?.inputs, inputs);
    } catch (error) {
      if (reachability(error) !== "unreachable") throw error;
      notes.push(`${messageOf(error, inputs.cluster)}: whether it has another Vimana is not known`);
    }
    return { summary: `Vimana ${inputs.namespace}/${inputs.name}`, steps: [], notes };
  },
  async create(context, inputs) {
    await refuseNeighbours(context, undefined, inputs);
    return { id: `${inputs.namespace}/${inputs.name}`, outputs: {} };
  },
  read: (_context, _id, state) => Promise.resolve(state),
  async update(context, _id, old, inputs) {
    refuseChanges(old.inputs, inputs);
    await refuseNeighbours(context, old.inputs, inputs);
    return { outputs: {} };
  },
  delete: () => Promise.resolve(),
};

function describe({ cluster, namespace, name }: IdentityInputs): string {
  return `Vimana ${namespace}/${name} on cluster ${cluster}`;
}

/** @throws Failure for a change of identity that would take the whole hierarchy down without anybody meaning it */
function refuseChanges(before: IdentityInputs | undefined, now: IdentityInputs): void {
  if (before === undefined) return;
  if (before.mode !== now.mode && !now.allowModeMigration) {
    throw new Failure({
      what: `its mode changes from ${before.mode} to ${now.mode}, which replaces every object while calls come in`,
      where: describe(now),
      next: "Take the change back; or follow the guide on moving between modes and set allowModeMigration: true",
    });
  }
  const moved = before.mode !== now.mode;
  if (now.mode === "operator" && before.canonicalSuffix !== now.canonicalSuffix && !moved) {
    throw new Failure({
      what:
        `canonicalSuffix changes from ${before.canonicalSuffix} to ${now.canonicalSuffix}, but the operator has its ` +
        "suffix built in (DOM-3)",
      where: describe(now),
      next: "Take the change back",
    });
  }
}

function suffixNotes(before: IdentityInputs | undefined, now: IdentityInputs): string[] {
  if (before === undefined || before.canonicalSuffix === now.canonicalSuffix) return [];
  const [from, to] = [before.canonicalSuffix, now.canonicalSuffix];
  return [
    `clients break: the canonical hosts <id>.${from} become <id>.${to}, and nothing answers the old ones`,
  ];
}

/** VIM-2. Reads only; the rule concerns operator mode, where the operator knows one Vimana in a namespace. */
async function refuseNeighbours(
  context: KindContext,
  before: IdentityInputs | undefined,
  now: IdentityInputs,
): Promise<void> {
  if (now.mode !== "operator") return;
  const client = await context.target(clusterTarget, now.cluster);
  const { items } = await client.list(VIMANA, { metadataOnly: true });
  const others = items.filter(
    ({ metadata }) =>
      ![now, before].some((own) => own?.namespace === metadata.namespace && own?.name === metadata.name),
  );
  const inNamespace = others.filter(({ metadata }) => metadata.namespace === now.namespace);
  if (inNamespace.length > 0) {
    throw new Failure({
      what: `its namespace has another one, ${inNamespace.map(named).join(", ")}, and the operator then drops the changes of both (VIM-2)`,
      where: describe(now),
      next: "Give it a namespace of its own, or remove the other one",
    });
  }
  if (others.length > 0 && !now.allowSharedEnvoyProxy) {
    throw new Failure({
      what: `the cluster has another one, ${others.map(named).join(", ")}, and they overwrite each other's proxy settings (VIM-2)`,
      where: describe(now),
      next: "Use mode: direct, remove the other one, or set allowSharedEnvoyProxy: true",
    });
  }
}

function named({ metadata }: KubeObject): string {
  const mark = metadata.annotations?.[OWNER_ANNOTATION];
  const owner = mark === undefined ? "not made by groundplan" : `of ${mark}`;
  return `${metadata.namespace ?? ""}/${metadata.name ?? ""} (${owner})`;
}
