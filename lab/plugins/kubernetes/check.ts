import { isUnknown, plain } from "../rpc/bag.js";
import type { CheckAnswer, CheckFault, CheckQuestion } from "../rpc/provider.js";
import { isPatch } from "./kinds.js";
import { named } from "./naming.js";
import { objectOf } from "./object.js";
import type { Scopes } from "./scope.js";
import { markSecrets } from "./secrets.js";

/** Completes inputs with what a user may leave out: the name and, for namespaced kinds, the namespace. */
export async function checkResource(
  question: CheckQuestion,
  context: { readonly scopes: Scopes; readonly defaultNamespace: string; readonly serverSideApply: boolean },
): Promise<CheckAnswer> {
  const { type, olds, news } = question;
  // A wholly unknown metadata may still turn out to hold a name.
  if (isUnknown(plain(news["metadata"]))) return { inputs: news };
  const given = objectOf(news, type);
  const faults = faultsOf(given.metadata, {
    patch: isPatch(type, given.kind),
    list: type.endsWith("List") && Array.isArray(given["items"]),
    serverSideApply: context.serverSideApply,
  });
  if (faults.length > 0) return { inputs: news, faults };

  const before = olds === undefined ? undefined : objectOf(olds, type);
  const object = named(given, before, { resource: question.name, ...question });
  context.scopes.learn(object);
  if (object.metadata.namespace === undefined && (await context.scopes.isNamespaced(object, before))) {
    object.metadata = { ...object.metadata, namespace: context.defaultNamespace };
  }
  return { inputs: markSecrets(object, news) };
}

function faultsOf(
  metadata: { readonly name?: string; readonly generateName?: string },
  { patch, list, serverSideApply }: { patch: boolean; list: boolean; serverSideApply: boolean },
): CheckFault[] {
  const faults: CheckFault[] = [];
  if (list)
    faults.push({ property: "", reason: "a list is no object of its own: declare its items one by one" });
  if (patch && metadata.name === undefined) {
    faults.push({
      property: "",
      reason: "a Patch resource needs metadata.name: it changes an object that exists",
    });
  }
  if (patch && !serverSideApply) {
    faults.push({ property: "", reason: "a Patch resource needs server-side apply (enableServerSideApply)" });
  }
  if (metadata.generateName !== undefined && serverSideApply) {
    const reason =
      "metadata.generateName does not go with server-side apply: set metadata.name or leave both out";
    faults.push({ property: "", reason });
  }
  return faults;
}
