import { isObject } from "../../../model/shared/json.js";
import { CRDS } from "../../../model/imagehub/crds.js";

type Json = Record<string, unknown>;

function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)] as unknown;
    return isObject(found) ? found[String(step)] : undefined;
  }, value);
}

/** Every property of a schema as `path: type`, arrays as `[]`, maps as `{}`. */
function fields(schema: unknown, path = ""): string[] {
  if (!isObject(schema)) return [];
  const own =
    path === ""
      ? []
      : [
          `${path}: ${String(schema["type"])}${typeof schema["format"] === "string" ? ` ${schema["format"]}` : ""}`,
        ];
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  return [
    ...own,
    ...Object.entries(properties).flatMap(([key, inner]) =>
      fields(inner, path === "" ? key : `${path}.${key}`),
    ),
    ...fields(schema["items"], `${path}[]`),
    ...fields(schema["additionalProperties"], `${path}{}`),
  ];
}

const byKind = new Map(CRDS.map((crd) => [String(at(crd, "spec", "names", "kind")), crd]));
const schemaOf = (kind: string): unknown =>
  at(byKind.get(kind), "spec", "versions", 0, "schema", "openAPIV3Schema");
const TAG = (path: string): string[] => [
  `${path}.name: string`,
  `${path}.metaName: string`,
  `${path}.size: integer int64`,
  `${path}.creatTime: string date-time`,
];

describe("CRDs", () => {
  it.each([
    ["Image", "images", "img"],
    ["Repository", "repositories", "repo"],
    ["Organization", "organizations", "org"],
    ["DataPack", "datapacks", "dp"],
  ])(
    "%s is cluster-scoped, with one version, a status subresource and no conversion",
    (kind, plural, short) => {
      const crd = byKind.get(kind);
      expect(at(crd, "metadata", "name")).toBe(`${plural}.imagehub.sealos.io`);
      expect(crd).not.toHaveProperty("status");
      expect(at(crd, "spec", "scope")).toBe("Cluster");
      expect(at(crd, "spec", "conversion")).toEqual({ strategy: "None" });
      expect(at(crd, "spec", "names")).toEqual({
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames: [short],
      });
      expect(at(crd, "spec", "versions")).toMatchObject([
        { name: "v1", served: true, storage: true, subresources: { status: {} } },
      ]);
      expect(JSON.stringify(crd)).not.toContain("x-kubernetes-preserve-unknown-fields");
    },
  );

  it("has the Image's fields in the API's spelling", () => {
    const schema = schemaOf("Image");
    expect(fields(at(schema, "properties", "spec")).sort()).toEqual(
      [
        "name: string",
        "type: string",
        "detail: object",
        "detail.url: string",
        "detail.keywords: array",
        "detail.keywords[]: string",
        "detail.description: string",
        "detail.icon: string",
        "detail.docs: string",
        "detail.ID: string",
        "detail.arch: string",
        "detail.size: integer int64",
        "detail.creatTime: string date-time",
        "detail.actions: object",
        "detail.actions{}: object",
        "detail.actions{}.name: string",
        "detail.actions{}.actionType: string",
        "detail.actions{}.actions: string",
        "detail.actions{}.cmd: string",
      ].sort(),
    );
    const detail = at(schema, "properties", "spec", "properties", "detail");
    expect(at(detail, "required")).toEqual(["creatTime"]);
    expect(at(detail, "properties", "creatTime", "default")).toBe("1970-01-01T00:00:00Z");
    expect(schema).not.toHaveProperty("required");
  });

  it("has the Repository's fields", () => {
    const schema = schemaOf("Repository");
    expect(fields(at(schema, "properties", "spec"))).toEqual(["name: string", "isPrivate: boolean"]);
    expect(at(schema, "properties", "spec", "required")).toEqual(["isPrivate", "name"]);
    expect(at(schema, "properties", "spec", "properties", "isPrivate", "default")).toBe(false);
    expect(fields(at(schema, "properties", "status"))).toEqual([
      "name: string",
      "downloadCount: integer int64",
      "tags: array",
      "tags[]: object",
      ...TAG("tags[]"),
      "latestTag: object",
      ...TAG("latestTag"),
    ]);
  });

  it("has the Organization's fields", () => {
    const schema = schemaOf("Organization");
    expect(fields(at(schema, "properties", "spec"))).toEqual([
      "name: string",
      "creator: string",
      "manager: array",
      "manager[]: string",
    ]);
    expect(at(schema, "properties", "spec", "properties", "name", "maxLength")).toBe(1024);
    expect(fields(at(schema, "properties", "status"))).toEqual([
      "name: string",
      "repos: array",
      "repos[]: string",
    ]);
  });

  it("has the DataPack's fields", () => {
    const schema = schemaOf("DataPack");
    expect(fields(at(schema, "properties", "spec"))).toEqual([
      "type: string",
      "names: array",
      "names[]: string",
      "expireTime: string",
    ]);
    expect(at(schema, "properties", "spec", "properties", "type")).toMatchObject({
      enum: ["base", "grid", "detail"],
      default: "base",
    });
    expect(at(schema, "properties", "spec", "properties", "expireTime", "default")).toBe("2h");
    expect(at(schema, "properties", "status", "required")).toEqual(["codes"]);
    expect(fields(at(schema, "properties", "status"))).toEqual([
      "codes: integer",
      "datas: object",
      "datas{}: object",
      ...[
        "name: string",
        "type: string",
        "repoName: string",
        "rating: integer",
        "downloadCount: integer int64",
        "icon: string",
        "keywords: array",
        "keywords[]: string",
        "size: integer int64",
        "description: string",
        "tags: array",
        "tags[]: object",
        ...TAG("tags[]"),
        "docs: string",
        "ID: string",
        "arch: string",
      ].map((field) => `datas{}.${field}`),
    ]);
  });

  it("explains every field of a spec", () => {
    const unexplained = (schema: unknown, path: string): string[] =>
      Object.entries((at(schema, "properties") ?? {}) as Json).flatMap(([key, inner]) => [
        ...(at(inner, "description") === undefined ? [`${path}.${key}`] : []),
        ...unexplained(inner, `${path}.${key}`),
      ]);
    for (const kind of byKind.keys()) {
      expect(unexplained(at(schemaOf(kind), "properties", "spec"), kind)).toEqual([]);
    }
  });
});
