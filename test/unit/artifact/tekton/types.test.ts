import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as kubernetes from "@kubernetes/client-node";
import { TYPES } from "../../../../model/artifact/tekton/types/all-types.js";
import { CLAIM_TYPES } from "../../../../model/artifact/tekton/types/claim-types.js";
import { CONTAINER_TYPES } from "../../../../model/artifact/tekton/types/container-types.js";
import { POD_TYPES } from "../../../../model/artifact/tekton/types/pod-types.js";
import { REQUIRED_FIELDS } from "../../../../model/artifact/tekton/types/required-fields.js";
import { type TypeRows } from "../../../../model/artifact/tekton/types/type-table.js";
import { VOLUME_TYPES } from "../../../../model/artifact/tekton/types/volume-types.js";

/** What a later Kubernetes than the client's knows besides. */
const NEWER = [
  "EnvVarSource.fileKeyRef",
  "FileKeySelector",
  "PodCertificateProjection",
  "VolumeProjection.podCertificate",
];

/** How the client's models say what a field holds. */
const SCALARS: Readonly<Record<string, string>> = {
  string: "string",
  bool: "boolean",
  int32: "number int32",
  int64: "number int64",
  quantity: "string",
  intOrString: "IntOrString int-or-string",
  time: "Date date-time",
  any: "any",
};

interface Attribute {
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

function attributesOf(name: string): readonly Attribute[] | undefined {
  const model: unknown = Reflect.get(kubernetes, `V1${name}`) ?? Reflect.get(kubernetes, `CoreV1${name}`);
  if (typeof model !== "function") return undefined;
  const list: unknown = Reflect.get(model, "getAttributeTypeMap");
  return typeof list === "function" ? (list.call(model) as readonly Attribute[]) : undefined;
}

/** A field's type as the client writes it. */
function inClientsWords(type: string): string {
  if (type.startsWith("[]")) {
    const [of = "", format] = inClientsWords(type.slice(2)).split(" ");
    return `Array<${of}>${format === undefined ? "" : ` ${format}`}`;
  }
  if (type.startsWith("{}")) return `{ [key: string]: ${inClientsWords(type.slice(2))}; }`;
  return SCALARS[type] ?? `V1${type}`;
}

function fieldsOf(row: TypeRows[string]): readonly (readonly [string, string])[] {
  return Object.entries(row).flatMap(([type, names]) =>
    names.split(" ").map((name) => [name, inClientsWords(type)] as const),
  );
}

const CORE_TYPES: TypeRows = { ...CONTAINER_TYPES, ...POD_TYPES, ...VOLUME_TYPES, ...CLAIM_TYPES };

it("has the fields and types that the Kubernetes client has", () => {
  for (const [name, row] of Object.entries(CORE_TYPES)) {
    const attributes = attributesOf(name);
    if (attributes === undefined) {
      expect(NEWER).toContain(name);
      continue;
    }
    const theirs = attributes.map(({ baseName, type, format }) => [baseName, `${type} ${format}`.trim()]);
    const ours = fieldsOf(row).filter(([field]) => !NEWER.includes(`${name}.${field}`));
    expect([name, Object.fromEntries(ours)]).toEqual([name, Object.fromEntries(theirs)]);
  }
});

it("has what is newer than the client as long as that is so", () => {
  for (const newer of NEWER) {
    const [name = "", field] = newer.split(".");
    const attributes = attributesOf(name);
    const known = field === undefined ? attributes : attributes?.find(({ baseName }) => baseName === field);
    expect([newer, known]).toEqual([newer, undefined]);
  }
});

it("requires the fields that the Kubernetes client requires", () => {
  const models = path.join(path.dirname(require.resolve("@kubernetes/client-node")), "gen", "models");
  for (const name of Object.keys(CORE_TYPES)) {
    const file = ["V1", "CoreV1"]
      .map((prefix) => path.join(models, `${prefix}${name}.d.ts`))
      .find(existsSync);
    if (file === undefined) {
      expect(NEWER).toContain(name);
      continue;
    }
    const theirs = [...readFileSync(file, "utf8").matchAll(/^\s+'(\w+)': /gm)].map(([, field]) => field);
    expect([name, (REQUIRED_FIELDS[name] ?? "").split(" ").sort()]).toEqual([
      name,
      theirs.length === 0 ? [""] : theirs.sort(),
    ]);
  }
});

it("has every type that a field holds", () => {
  const held = [...TYPES.values()].flatMap((fields) =>
    [...fields.values()].map((type) => {
      let inner = type;
      while (inner.kind === "list" || inner.kind === "map") inner = inner.of;
      return inner;
    }),
  );
  const named = held.flatMap((type) => (type.kind === "type" ? [type.name] : []));
  expect(named.filter((name) => !TYPES.has(name))).toEqual([]);
});
