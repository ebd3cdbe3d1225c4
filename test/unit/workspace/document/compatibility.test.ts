import { parse } from "yaml";
import { isObject } from "../../../../model/shared/json.js";
import { DOCUMENT_TYPES, openApiText } from "../../../../model/workspace/document/index.js";
import {
  auxiliary,
  common,
  control,
  environments,
  gitOps,
  infrastructure,
  services,
} from "./expected-fields.js";
import { allUnder, at, membersOf } from "./json-at.js";

const document: unknown = parse(openApiText());
const schemas = at(document, "components", "schemas");
const published = { ...infrastructure, ...environments, ...control, ...gitOps, ...common };
const expected = { ...published, ...auxiliary, ...services };

/** A schema in the notation of expected-fields.ts. */
function wireType(schema: unknown): string {
  const [reference] = allUnder({ $ref: at(schema, "$ref"), allOf: at(schema, "allOf") }, "$ref").filter(
    Boolean,
  );
  if (typeof reference === "string") return reference.replace("#/components/schemas/", "");
  const type = at(schema, "type");
  const format = at(schema, "format");
  if (type === "array") return `${wireType(at(schema, "items"))}[]`;
  if (type === "object") {
    const value = at(schema, "additionalProperties");
    return isObject(value) && Object.keys(value).length > 0 ? `map<${wireType(value)}>` : "object";
  }
  if (type === "boolean") return "bool";
  if (type === "integer" && format === "int32") return "i32";
  if (type === "string")
    return { int64: "i64", byte: "bytes", "date-time": "date-time" }[String(format)] ?? "string";
  return String(format);
}

function fieldsOf(id: string): string[] {
  const properties = at(schemas, id, "properties");
  if (properties === undefined) return [wireType(at(schemas, id))];
  return membersOf(properties).map(([name, schema]) => `${name} ${wireType(schema)}`);
}

describe("the published types", () => {
  it("are the 76 of the source document", () => {
    expect(Object.keys(published)).toHaveLength(76);
    expect(Object.keys(at(schemas) as object)).toEqual(expect.arrayContaining(Object.keys(published)));
  });

  it("are all that there is, with the auxiliary ones, by their own names", () => {
    expect(membersOf(schemas).map(([id]) => id)).toEqual(Object.keys(expected).sort());
    expect(Object.keys(DOCUMENT_TYPES).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))("%s has its fields with their wire types", (id, fields) => {
    expect(fieldsOf(id).sort()).toEqual(fields === "" ? [] : fields.split(", ").sort());
  });

  it("explain themselves and every field", () => {
    const silent = membersOf(schemas).flatMap(([id, schema]) => [
      ...(at(schema, "description") === undefined ? [id] : []),
      ...membersOf(at(schema, "properties")).flatMap(([name, field]) =>
        at(field, "description") === undefined ? [`${id}.${name}`] : [],
      ),
    ]);
    expect(silent).toEqual([]);
  });

  it.each([
    ["v1alphaOperationState", ["operation", "phase", "startedAt"]],
    ["v1alphaResourceIgnoreDifferences", ["kind"]],
    ["v1alphaWorkSpace", ["metadata", "spec"]],
    ["v1alphaWorkSpaceSource", ["repoURL"]],
    ["v1alphaProvider", ["server"]],
    ["v1alphaRepository", ["repo"]],
    ["v1alphaRepoCreds", ["url"]],
  ])("%s names the fields that must be there", (id, required) => {
    expect(at(schemas, id, "required")).toEqual(required);
  });

  it.each([
    ["v1alphaSyncStatus", "status", "Unknown Synced OutOfSync"],
    ["v1alphaResourceStatus", "status", "Unknown Synced OutOfSync"],
    ["v1alphaHealthStatus", "status", "Healthy Suspended Progressing Missing Degraded Unknown"],
    ["v1alphaOperationState", "phase", "Running Terminating Failed Error Succeeded"],
    ["v1alphaResourceResult", "status", "Synced SyncFailed Pruned PruneSkipped"],
    ["v1alphaResourceResult", "hookType", " PreSync Sync PostSync SyncFail Skip PreDelete PostDelete"],
    ["v1alphaResourceResult", "syncPhase", "PreSync Sync PostSync SyncFail"],
    ["v1alphaWorkSpaceStatus", "sourceType", "Helm Kustomize Directory Plugin"],
    ["v1alphaConnectionState", "status", "Successful Failed Unknown"],
    [
      "v1alphaWorkSpaceCondition",
      "type",
      "DeletionError InvalidSpecError ComparisonError SyncError UnknownError SharedResourceWarning RepeatedResourceWarning ExcludedResourceWarning OrphanedResourceWarning",
    ],
    ["v1alphaWorkSpaceWatchEvent", "type", "ADDED MODIFIED DELETED BOOKMARK ERROR"],
    ["v1Event", "type", "Normal Warning"],
    ["v1PortStatus", "protocol", "TCP UDP SCTP"],
    ["v1alphaSyncWindow", "kind", "allow deny"],
    ["v1alphaRepository", "type", "git helm oci"],
    ["v1alphaResourceActionParam", "type", "string number boolean"],
  ])("%s.%s is one of its values", (id, field, values) => {
    expect(at(schemas, id, "properties", field, "enum")).toEqual(values.split(" "));
  });

  it("never say that a secret is returned", () => {
    const secret =
      /password$|bearerToken|PrivateKey$|CertKey$|ClientSecret$|ServiceAccountKey$|keyData|^config$/i;
    const returned = [
      "v1alphaProvider",
      "v1alphaProviderConfig",
      "v1alphaRepository",
      "v1alphaRepoCreds",
      "v1alphaTLSClientConfig",
    ].flatMap((id) =>
      membersOf(at(schemas, id, "properties")).flatMap(([name, field]) =>
        secret.test(name) && at(field, "writeOnly") !== true ? [`${id}.${name}`] : [],
      ),
    );
    expect(returned).toEqual([]);
  });
});
