import { isKubeError } from "../../clients/kubernetes/errors.js";
import type { KubeObject, KubernetesClient } from "../../clients/kubernetes/types.js";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import { OWNER_ANNOTATION, ownerMark, type OwnerScope } from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import { clusterTarget } from "../targets/cluster.js";
import type { GuardedObject, NeededAccess, ObjectGuardInputs, ObjectGuardOutputs } from "./object-guard.js";

/** What the guard does: look in plan, create and update; nothing else. */
export const objectGuardHandlers: KindHandlers<ObjectGuardInputs, ObjectGuardOutputs> = {
  async plan(context, { old, news, unknown }) {
    if (unknown.length > 0) return undefined;
    const { cluster, objects = [], access = [], adopt = false } = news;
    if (cluster === undefined) return undefined;
    try {
      // A review is a POST: a run that changes nothing must not send any, so it is left out when nothing is new.
      const changed = old === undefined || JSON.stringify(old.inputs.access) !== JSON.stringify(access);
      await look(context, { cluster, objects, access: changed ? access : [], adopt });
    } catch (error) {
      if (!isKubeError(error, "Unreachable")) throw error;
      return {
        summary: "",
        steps: [],
        notes: [`${error.message}: whether objects exist already is not known`],
      };
    }
    return undefined;
  },
  async create(context, inputs) {
    await look(context, inputs);
    return { id: `guard-${context.resource}`, outputs: { guarded: inputs.objects.length } };
  },
  async update(context, _id, _old, inputs) {
    await look(context, inputs);
    return { outputs: { guarded: inputs.objects.length } };
  },
  read: (_context, _id, state) => Promise.resolve(state),
  delete: () => Promise.resolve(),
};

async function look(context: KindContext, inputs: ObjectGuardInputs): Promise<void> {
  const client = await context.target(clusterTarget, inputs.cluster);
  const [foreign, refused] = await Promise.all([
    inputs.adopt ? [] : foreignObjects(client, inputs.objects, context.scope),
    refusedAccess(client, inputs.access),
  ]);
  const faults = [...foreign, ...refused];
  if (faults.length === 0) return;
  throw new Failure({
    what: `${faults.length === 1 ? "one thing stands" : `${faults.length} things stand`} in the way:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    where: `cluster ${inputs.cluster}`,
    next:
      foreign.length > 0
        ? "Choose other names, remove the objects, or take them over with adopt: true"
        : "Grant the verbs to the credential that the stack file names",
  });
}

/** Objects that exist and do not bear this stack's mark, one line each. */
async function foreignObjects(
  client: KubernetesClient,
  objects: readonly GuardedObject[],
  scope: OwnerScope,
): Promise<string[]> {
  const ours = ownerMark(scope, "");
  const lines = await Promise.all(
    byKindAndNamespace(objects).map(async (group) => {
      const found = await existing(client, group);
      return found.flatMap((object) => {
        const mark = object.metadata.annotations?.[OWNER_ANNOTATION];
        if (mark?.startsWith(ours) === true) return [];
        const owner = mark === undefined ? "was not made by groundplan" : `belongs to ${mark}`;
        return [`${group[0]?.kind ?? ""} ${object.metadata.name ?? ""} exists already and ${owner}`];
      });
    }),
  );
  return lines.flat();
}

function byKindAndNamespace(objects: readonly GuardedObject[]): GuardedObject[][] {
  const groups = new Map<string, GuardedObject[]>();
  for (const object of objects) {
    const key = `${object.apiVersion} ${object.kind} ${object.namespace ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return [...groups.values()];
}

async function existing(client: KubernetesClient, group: readonly GuardedObject[]): Promise<KubeObject[]> {
  const [first] = group;
  if (first === undefined) return [];
  const [apiGroup, version] = first.apiVersion.includes("/")
    ? first.apiVersion.split("/")
    : ["", first.apiVersion];
  const names = new Set(group.map((object) => object.name));
  const { items } = await client.list(
    { group: apiGroup ?? "", version: version ?? "", kind: first.kind },
    { metadataOnly: true, ...(first.namespace === undefined ? {} : { namespace: first.namespace }) },
  );
  return items.filter((item) => names.has(item.metadata.name ?? ""));
}

/** Verbs that the credential lacks, one line each. */
async function refusedAccess(client: KubernetesClient, access: readonly NeededAccess[]): Promise<string[]> {
  const questions = access.flatMap(({ group, resource, verbs }) =>
    verbs.map((verb) => ({ group, resource, verb })),
  );
  const answers = await Promise.all(
    questions.map(async ({ group, resource, verb }) => {
      const [plural, subresource] = resource.split("/");
      const { body } = await client.request(
        "POST",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        {
          apiVersion: "authorization.k8s.io/v1",
          kind: "SelfSubjectAccessReview",
          spec: { resourceAttributes: { group, resource: plural, subresource, verb } },
        },
      );
      const allowed = isObject(body) && isObject(body["status"]) && body["status"]["allowed"] === true;
      return allowed ? [] : [`the credential may not ${verb} ${resource}${group === "" ? "" : `.${group}`}`];
    }),
  );
  return answers.flat();
}
