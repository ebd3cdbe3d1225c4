import fc from "fast-check";
import {
  DOCUMENT_TYPES,
  v1alphaResourceOverride,
  v1alphaWorkSpace,
  type V1alphaWorkSpaceStatus,
} from "../../../../model/workspace/document/index.js";
import {
  auxiliary,
  common,
  control,
  environments,
  gitOps,
  infrastructure,
  services,
} from "./expected-fields.js";

type Fields = Readonly<Record<string, string>>;
const TYPES: Fields = {
  ...infrastructure,
  ...environments,
  ...control,
  ...gitOps,
  ...common,
  ...auxiliary,
  ...services,
};

/** Values of fields that permit only some, by the type's and the field's name. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  "v1PortStatus.protocol": ["TCP", "UDP", "SCTP"],
  "v1alphaWorkSpaceStatus.sourceType": ["Helm", "Directory"],
  "v1alphaWorkSpaceStatus.sourceTypes": ["Kustomize", "Plugin"],
  "v1alphaWorkSpaceStatus.resourceHealthSource": ["", "appTree"],
  "v1alphaWorkSpaceCondition.type": ["SyncError", "RepeatedResourceWarning"],
  "v1alphaWorkSpaceWatchEvent.type": ["ADDED", "BOOKMARK"],
  "v1alphaResourceStatus.status": ["Synced", "OutOfSync"],
  "v1alphaSyncStatus.status": ["Unknown", "Synced"],
  "v1alphaResourceResult.status": ["Synced", "PruneSkipped"],
  "v1alphaResourceResult.hookType": ["", "PreSync"],
  "v1alphaResourceResult.hookPhase": ["Running", "Succeeded"],
  "v1alphaResourceResult.syncPhase": ["PreSync", "SyncFail"],
  "v1alphaOperationState.phase": ["Terminating", "Error"],
  "v1alphaConnectionState.status": ["Successful", "Failed"],
  "v1alphaHealthStatus.status": ["Healthy", "Degraded"],
  "v1alphaResourceActionParam.type": ["string", "number"],
  "v1alphaSyncWindow.kind": ["allow", "deny"],
  "v1alphaRepoCreds.type": ["git", "oci"],
  "v1alphaRepository.type": ["git", "helm"],
  "v1Event.type": ["Normal", "Warning"],
  "accountCheckResponse.value": ["yes", "no"],
  "workSpaceWorkSpacePatchRequest.patchType": ["json", "merge"],
  "workSpaceWorkSpaceSyncWindow.kind": ["allow"],
  "repositoryManifestResponse.sourceType": ["Helm"],
  "repositoryAppInfo.type": ["Directory"],
  "repositoryRepoAppDetailsResponse.type": ["Kustomize"],
};

const int64 = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => String(value)),
);
const time = fc.oneof(
  fc
    .date({ min: new Date("0002-01-01"), max: new Date("9998-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.record({
    seconds: fc.integer({ min: -1e9, max: 4e9 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  }),
);
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
const plain: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: fc.string(),
  bool: fc.boolean(),
  i32: fc.integer(),
  i64: int64,
  bytes: fc.base64String(),
  "date-time": time,
  "int-or-string": fc.oneof(fc.integer(), fc.string()),
  object: fc.dictionary(fc.stringMatching(/^[a-z]+$/), json),
};

/** Documents that a user could write: any subset of the fields that need not be there, some of them null. */
function valuesOf(type: string, depth: number, place: string): fc.Arbitrary<unknown> {
  const choices = CHOICES[place];
  if (type.endsWith("[]")) return fc.array(valuesOf(type.slice(0, -2), depth, place), { maxLength: 2 });
  if (choices !== undefined) return fc.constantFrom(...choices);
  const inner = /^map<(.*)>$/.exec(type)?.[1];
  if (inner !== undefined) {
    return fc.dictionary(fc.stringMatching(/^[a-z.]+$/), valuesOf(inner, depth, place), { maxKeys: 2 });
  }
  return plain[type] ?? message(type, depth - 1);
}

const REQUIRED: Readonly<Record<string, string>> = {
  v1OwnerReference: "apiVersion kind name uid",
  v1Event: "metadata involvedObject",
  v1alphaInfo: "name value",
  v1alphaJWTToken: "iat",
  v1alphaKnownTypeField: "field type",
  v1PortStatus: "port protocol",
  v1alphaProvider: "server",
  v1alphaJsonnetVar: "name value",
  v1alphaKustomizeReplica: "name count",
  v1alphaWorkSpaceSource: "repoURL",
  v1alphaResourceResult: "group version kind namespace name",
  v1alphaResourceIgnoreDifferences: "kind",
  v1alphaWorkSpaceSpec: "destination",
  v1alphaWorkSpaceCondition: "type message",
  v1alphaWorkSpace: "metadata spec",
  v1alphaWorkSpaceWatchEvent: "type workSpace",
  v1alphaSyncOperationResource: "kind name",
  v1alphaSyncOperationResult: "revision",
  v1alphaOperationState: "operation phase startedAt",
  v1alphaRevisionHistory: "id deployedAt",
  v1alphaComparedTo: "destination",
  v1alphaSyncStatus: "status",
  v1alphaResourceAction: "name",
  v1GroupKind: "group kind",
  v1alphaClusterResourceRestriction: "group kind",
  v1alphaWorkSpacePolicyRole: "name",
  v1alphaSignatureKey: "keyID",
  v1alphaRepoCreds: "url",
  v1alphaRepository: "repo",
  workSpaceWorkSpaceRollbackRequest: "id",
  repositoryRepoAppDetailsQuery: "source",
};

function message(id: string, depth: number): fc.Arbitrary<unknown> {
  const fields = TYPES[id] ?? "";
  if (fields === "object" || fields === "date-time") return plain[fields] ?? fc.constant({});
  const required = (REQUIRED[id] ?? "").split(" ");
  const entries = fields
    .split(", ")
    .filter((field) => field !== "")
    .map((field) => field.split(" ") as [string, string])
    .filter(
      ([name, type]) => depth > 0 || required.includes(name) || type.replace(/\[\]|map<|>/g, "") in plain,
    );
  const model = Object.fromEntries(
    entries.map(([name, type]) => {
      const value = valuesOf(type, depth, `${id}.${name}`);
      return [name, required.includes(name) ? value : fc.option(value, { freq: 10 })];
    }),
  );
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
}

describe.each(Object.entries(DOCUMENT_TYPES))("%s", (id, type) => {
  it("reads what users write, and what it has read stays as it is", () => {
    fc.assert(
      fc.property(message(id, 3), (written) => {
        const once = type.parse(written);
        expect(type.parse(once)).toEqual(once);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a workspace as users write it", () => {
  it("becomes canonical", () => {
    const written = {
      metadata: { name: "shop", generation: 3, creationTimestamp: null },
      spec: {
        source: {
          repoURL: "https://git.example.org/shop.git",
          path: "deploy",
          helm: { valuesObject: { replicas: 2, tolerations: null }, valueFiles: ["values.yaml"] },
          kustomize: { replicas: [{ name: "web", count: 3 }] },
        },
        destination: { name: "lab", namespace: "shop" },
        syncPolicy: {
          retry: { limit: 5, backoff: { duration: "5s", factor: 2 } },
          syncOptions: ["Prune=true"],
        },
        revisionHistoryLimit: 10,
      },
      status: {
        reconciledAt: { seconds: 1677673845, nanos: 5 },
        history: [{ id: 0, revision: "abc", deployedAt: "2023-03-01T14:30:45+02:00" }],
        resources: [{ kind: "Service", name: "web", syncWave: -5, health: { status: "Healthy" } }],
      },
    };
    expect(v1alphaWorkSpace.parse(written)).toEqual({
      metadata: { name: "shop", generation: "3" },
      spec: {
        source: {
          repoURL: "https://git.example.org/shop.git",
          path: "deploy",
          helm: { valuesObject: { replicas: 2, tolerations: null }, valueFiles: ["values.yaml"] },
          kustomize: { replicas: [{ name: "web", count: 3 }] },
        },
        destination: { name: "lab", namespace: "shop" },
        syncPolicy: {
          retry: { limit: "5", backoff: { duration: "5s", factor: "2" } },
          syncOptions: ["Prune=true"],
        },
        revisionHistoryLimit: "10",
      },
      status: {
        reconciledAt: "2023-03-01T12:30:45Z",
        history: [{ id: "0", revision: "abc", deployedAt: "2023-03-01T12:30:45Z" }],
        resources: [{ kind: "Service", name: "web", syncWave: "-5", health: { status: "Healthy" } }],
      },
    });
  });

  it("is told all its faults at once, each by its path", () => {
    const faults = v1alphaWorkSpace.safeParse({
      metadata: { name: 5 },
      spec: {
        source: { repoUrl: "https://git.example.org/shop.git" },
        destination: {},
        revisionHistoryLimit: 1.5,
      },
    }).error?.issues;
    expect(faults?.map(({ path, code }) => `${path.join(".")}: ${code}`)).toEqual([
      "metadata.name: invalid_type",
      "spec.source.repoURL: invalid_type",
      "spec.source: unrecognized_keys",
      "spec.revisionHistoryLimit: invalid_type",
    ]);
  });

  it("accepts the older spelling inside an override", () => {
    expect(
      v1alphaResourceOverride.parse({ ignoreDifferences: { jSONPointers: ["/spec/replicas"] } }),
    ).toEqual({
      ignoreDifferences: { jsonPointers: ["/spec/replicas"] },
    });
  });

  it("has a status whose type programs can build on", () => {
    const status: V1alphaWorkSpaceStatus = { sync: { status: "Synced" }, health: { status: "Healthy" } };
    expect(v1alphaWorkSpace.parse({ metadata: {}, spec: { destination: {} }, status })).toMatchObject({
      status,
    });
  });
});
