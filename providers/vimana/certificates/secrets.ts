import { describeRef } from "../../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import { OWNER_ANNOTATION, ownerMark } from "../../../model/shared/ownership.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import type { KindContext } from "../../runtime/context.js";
import { decideOwnership, mayDelete } from "../../runtime/ownership.js";
import { ownMarks } from "../own-marks.js";

const TYPE = "kubernetes.io/tls";
const FIELD_MANAGER = "groundplan-vimana-certificates";

/** Texts of a Secret by key. */
export type SecretTexts = Readonly<Record<string, string>>;

/** The TLS Secrets of one namespace, as one resource handles them. */
export interface Vault {
  readonly context: KindContext;
  readonly client: KubernetesClient;
  readonly namespace: string;
  /** Take over Secrets that exist without this stack's mark. */
  readonly adopt: boolean;
  /** By name, as they were when the vault was opened, whoever made them. */
  readonly listed: ReadonlyMap<string, KubeObject>;
}

/** Lists the TLS Secrets of a namespace. */
export async function openVault(
  context: KindContext,
  client: KubernetesClient,
  { namespace, adopt }: { readonly namespace: string; readonly adopt: boolean },
): Promise<Vault> {
  const { items } = await client.list(
    { group: "", version: "v1", kind: "Secret" },
    { namespace, fieldSelector: `type=${TYPE}` },
  );
  const listed = new Map(items.map((item) => [item.metadata.name ?? "", item]));
  return { context, client, namespace, adopt, listed };
}

/** Why a Secret of this name cannot be ours; undefined when it can. */
export function foreignness(vault: Vault, name: string): string | undefined {
  const object = vault.listed.get(name);
  const decision = ownershipOf(vault, object);
  return decision.action === "refuse" ? `${describeRef(refIn(vault, name))}: ${decision.reason}` : undefined;
}

/**
 * Keeps a Secret: what it holds stays when `make` answers the same texts, and is replaced otherwise. This resource's
 * marks are on it then.
 *
 * @param make gets what the Secret holds, undefined when there is none
 * @returns what it holds then
 * @throws Failure for somebody else's Secret
 */
export async function keepSecret(
  vault: Vault,
  name: string,
  labels: Readonly<Record<string, string>>,
  make: (held: SecretTexts | undefined) => Promise<SecretTexts>,
): Promise<SecretTexts> {
  const { context, client } = vault;
  const ref = refIn(vault, name);
  const own = ownMarks(context);
  const marks = { labels: { ...labels, ...own.labels }, annotations: own.annotations };
  let known: { readonly object: KubeObject | undefined } | undefined = { object: vault.listed.get(name) };
  return retryConflicts(context.signal, async () => {
    const object = known === undefined ? await client.get(ref) : known.object;
    known = undefined;
    const decision = ownershipOf(vault, object);
    if (decision.action === "refuse") throw inTheWay(vault, ref, decision.reason);
    if (object !== undefined && object["type"] !== TYPE) {
      throw inTheWay(vault, ref, `it exists already and is of type ${String(object["type"])}, not ${TYPE}`);
    }
    const held = object === undefined ? undefined : textsOf(object);
    const wanted = await make(held);
    if (object === undefined) {
      const metadata = { name, namespace: vault.namespace, ...marks };
      await client.create(
        { apiVersion: ref.apiVersion, kind: ref.kind, metadata, type: TYPE, data: encoded(wanted) },
        { fieldManager: FIELD_MANAGER },
      );
    } else if (wanted !== held || !bears(object, marks)) {
      const metadata = { ...marks, resourceVersion: object.metadata.resourceVersion };
      await client.patch(
        ref,
        { metadata, ...(wanted === held ? {} : { data: encoded(wanted) }) },
        { type: "merge", fieldManager: FIELD_MANAGER },
      );
    }
    return wanted;
  });
}

/**
 * Removes a Secret that bears this resource's token; tells who holds one that does not. The token alone does not do:
 * a Secret that was applied over ours by another resource keeps it, and has that one's mark and other contents.
 *
 * @param isOurs whether contents are those that this resource has recorded
 */
export async function removeSecret(
  vault: Vault,
  name: string,
  isOurs: (held: SecretTexts) => boolean,
): Promise<void> {
  const { context, client, listed } = vault;
  const ref = refIn(vault, name);
  const mark = ownerMark(context.scope, context.resource);
  let known: { readonly object: KubeObject | undefined } | undefined = { object: listed.get(name) };
  await retryConflicts(context.signal, async () => {
    const object = known === undefined ? await client.get(ref) : known.object;
    known = undefined;
    if (object === undefined) return;
    const { annotations = {}, uid, resourceVersion } = object.metadata;
    const holder = annotations[OWNER_ANNOTATION];
    const mayGo = mayDelete(annotations, context.token).verdict === "yes";
    if (!mayGo || !(holder === mark || isOurs(textsOf(object)))) {
      context.info(
        `Secret ${vault.namespace}/${name} stays: ${holder ?? "somebody who left no owner mark"} holds it`,
      );
      return;
    }
    await client.delete(ref, {
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    });
  });
}

/** What a listed Secret holds; undefined when there is none. */
export function textsIn(vault: Vault, name: string): SecretTexts | undefined {
  const object = vault.listed.get(name);
  return object === undefined ? undefined : textsOf(object);
}

function ownershipOf({ context, adopt }: Vault, object: KubeObject | undefined) {
  const mark = ownerMark(context.scope, context.resource);
  return decideOwnership(
    object && (object.metadata.annotations ?? {}),
    { mark, token: context.token },
    adopt,
  );
}

function inTheWay({ client }: Vault, ref: ObjectRef, what: string): Failure {
  return new Failure({
    what,
    where: `${describeRef(ref)} on ${client.server}`,
    next: "Remove it or choose another tls.mode, and run again",
  });
}

function refIn({ namespace }: Vault, name: string): ObjectRef {
  return { apiVersion: "v1", kind: "Secret", namespace, name };
}

function bears(
  { metadata }: KubeObject,
  marks: { readonly labels: SecretTexts; readonly annotations: SecretTexts },
): boolean {
  const has = (held: SecretTexts = {}, wanted: SecretTexts): boolean =>
    Object.entries(wanted).every(([key, value]) => held[key] === value);
  return has(metadata.labels, marks.labels) && has(metadata.annotations, marks.annotations);
}

function textsOf({ data }: KubeObject): SecretTexts {
  return Object.fromEntries(
    Object.entries(isObject(data) ? data : {}).map(([key, value]) => [
      key,
      typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : "",
    ]),
  );
}

function encoded(texts: SecretTexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")]),
  );
}
