import { z } from "zod";
import { isObject } from "../shared/json.js";
import { labelKeyFault, labelValueFault } from "../shared/names.js";
import type { Problem } from "../shared/problem.js";
import { pathBelow } from "../shared/property-path.js";
import type { DeclaredManifest } from "./catalogue-types.js";
import { API_VERSION, IMAGE_TYPES, KINDS } from "./constants.js";
import type { Declaration, Declarations, DeclaredImage } from "./declarations.js";
import { schemaFaults, withoutKeys, type UnknownKey } from "./schema-problems.js";
import { dataPackSpec, looseImageDetail, organizationSpec, repositorySpec } from "./schemas.js";
import { iconFault, urlFault } from "./value-rules.js";

const key = z.string().superRefine((text, context) => {
  const message = labelKeyFault(text);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});
const value = z.string().superRefine((text, context) => {
  const message = labelValueFault(text);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

const head = {
  apiVersion: z.literal(API_VERSION),
  metadata: z.strictObject({
    name: z.string().min(1, "must not be empty"),
    namespace: z.string().exactOptional(),
    labels: z.record(key, value).default({}),
    annotations: z.record(key, z.string()).default({}),
  }),
};
const imageManifest = z.strictObject({
  ...head,
  kind: z.literal(KINDS.image),
  spec: z.strictObject({
    name: z.string(),
    type: z.string().exactOptional(),
    detail: looseImageDetail.exactOptional(),
  }),
});
const repositoryManifest = z.strictObject({
  ...head,
  kind: z.literal(KINDS.repository),
  spec: repositorySpec,
});
const organizationManifest = z.strictObject({
  ...head,
  kind: z.literal(KINDS.organization),
  spec: z
    .strictObject({
      name: organizationSpec.shape.name.exactOptional(),
      creator: organizationSpec.shape.creator,
      manager: organizationSpec.shape.managers,
    })
    .default({}),
});
const dataPackManifest = z.strictObject({
  ...head,
  kind: z.literal(KINDS.dataPack),
  spec: dataPackSpec.pick({ type: true, names: true, expireTime: true }),
});

type Metadata = z.infer<typeof head.metadata>;

/**
 * Reads one manifest of the API and adds it to what is declared. What the API server would take is taken: texts
 * that are no addresses, unknown types, fields that it would drop and a namespace on a cluster-scoped object are
 * warnings. What it would refuse is an error.
 */
export function readManifest({ where, document }: DeclaredManifest, found: Declarations): void {
  // A YAML file that ends in a separator has an empty last document.
  if (document === null || document === undefined) return;
  const kind = isObject(document) ? document["kind"] : undefined;
  const reader = READERS.find((candidate) => candidate.kind === kind);
  if (!isObject(document) || reader === undefined || document["apiVersion"] !== API_VERSION) {
    found.problems.push(notOurs(where, document));
    return;
  }
  reader.read(document, where, found);
}

interface Reader {
  readonly kind: string;
  read(document: unknown, where: string, found: Declarations): void;
}

const READERS: readonly Reader[] = [
  reader(KINDS.image, imageManifest, ({ metadata, spec }, where, found) => {
    const { name, type, detail } = spec;
    const image: DeclaredImage = {
      name,
      ...(type === undefined ? {} : { type }),
      ...(detail === undefined ? {} : { detail }),
    };
    found.images.push(declaration(image, metadata, where));
    found.problems.push(...looseValues(image, where));
  }),
  reader(KINDS.repository, repositoryManifest, ({ metadata, spec }, where, found) => {
    found.repositories.push(declaration(spec, metadata, where));
  }),
  reader(KINDS.organization, organizationManifest, ({ metadata, spec }, where, found) => {
    const name = spec.name ?? metadata.name;
    if (name !== metadata.name) {
      const reason = `must be the same as metadata.name, "${metadata.name}"`;
      found.problems.push({ path: pathBelow(where, ["spec", "name"]), reason });
    }
    const organization = {
      name,
      ...(spec.creator === undefined ? {} : { creator: spec.creator }),
      ...(spec.manager === undefined ? {} : { managers: spec.manager }),
    };
    found.organizations.push(declaration(organization, metadata, where));
  }),
  reader(KINDS.dataPack, dataPackManifest, ({ metadata, spec }, where, found) => {
    const pack = dataPackSpec.safeParse({ ...spec, name: metadata.name });
    if (pack.success) {
      found.dataPacks.push({ ...declaration(pack.data, metadata, where), id: metadata.name });
    } else {
      found.problems.push(...schemaFaults(pack.error, spec, pathBelow(where, ["metadata"])).problems);
    }
  }),
];

/** A reader that parses, turns what the API server would drop into warnings, and hands on what is left. */
function reader<M extends { readonly metadata: Metadata }>(
  kind: string,
  schema: z.ZodType<M>,
  take: (manifest: M, where: string, found: Declarations) => void,
): Reader {
  return {
    kind,
    read(document, where, found) {
      const first = schema.safeParse(document);
      const unknownKeys = first.success ? [] : schemaFaults(first.error, document, where).unknownKeys;
      found.problems.push(...unknownKeys.map((unknown) => dropped(unknown, where)));
      const known = withoutKeys(document, unknownKeys);
      const parsed = unknownKeys.length === 0 ? first : schema.safeParse(known);
      if (!parsed.success) {
        found.problems.push(...schemaFaults(parsed.error, known, where).problems);
        return;
      }
      if (parsed.data.metadata.namespace !== undefined) {
        const reason = `is ignored: ${kind} is cluster-scoped`;
        found.problems.push(warning(pathBelow(where, ["metadata", "namespace"]), reason));
      }
      take(parsed.data, where, found);
    },
  };
}

function declaration<S>(spec: S, { name, labels, annotations }: Metadata, where: string): Declaration<S> {
  return { spec, path: where, specPath: pathBelow(where, ["spec"]), manifest: { name, labels, annotations } };
}

function looseValues({ type, detail }: DeclaredImage, where: string): readonly Problem[] {
  const spec = pathBelow(where, ["spec"]);
  const url = detail?.url === undefined ? undefined : urlFault(detail.url);
  const icon = detail?.icon === undefined ? undefined : iconFault(detail.icon);
  const known: readonly string[] = IMAGE_TYPES;
  return [
    ...(type === undefined || known.includes(type)
      ? []
      : [warning(pathBelow(spec, ["type"]), `"${type}" is none of ${known.join(", ")}`)]),
    ...(url === undefined
      ? []
      : [warning(pathBelow(spec, ["detail", "url"]), `${url}; it is kept as it is`)]),
    ...(icon === undefined
      ? []
      : [warning(pathBelow(spec, ["detail", "icon"]), `${icon}; it is kept as it is`)]),
  ];
}

function dropped({ path, key: unknown }: UnknownKey, where: string): Problem {
  const written =
    path.length === 0 && unknown === "status" ? "is written by the catalogue" : "is no field of the API";
  return warning(pathBelow(where, [...path, unknown]), `${written} and is left out`);
}

function notOurs(where: string, document: unknown): Problem {
  const found = isObject(document)
    ? `${String(document["apiVersion"])} ${String(document["kind"])}`
    : "something that is no object";
  const kinds = Object.values(KINDS).join(", ");
  return { path: where, reason: `holds ${found}; only ${kinds} of ${API_VERSION} can be imported` };
}

function warning(path: string, reason: string): Problem {
  return { path, reason, severity: "warning" };
}
