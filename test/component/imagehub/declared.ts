import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { API_VERSION } from "../../../model/imagehub/constants.js";

/** One resource as a program registered it. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: Record<string, unknown>;
  /** Names with types of what it depends on. */
  readonly after: readonly string[];
  readonly options: {
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly deletedWith: string;
    readonly deleteBeforeReplace: boolean;
    readonly replaceOnChanges: readonly string[];
  };
}

export const CONFIG = {
  "groundplan:installation": "abc123",
  "groundplan:clusters": JSON.stringify({ lab: { kubeconfig: ".lab/cluster/kubeconfig" } }),
  "groundplan:registries": JSON.stringify({ lab: { host: "registry.test" } }),
};

/** What the mocked registry answers for every image. */
export const DIGEST = `sha256:${"ab".repeat(32)}`;

/** Runs a program against mocks and answers what it registered, in order. */
export async function declared(
  program: () => unknown,
  options: {
    readonly preview?: boolean;
    readonly config?: Record<string, string>;
    /** What the mocks answer besides the inputs, by type. */
    readonly outputs?: Readonly<Record<string, Record<string, unknown>>>;
  } = {},
): Promise<Declared[]> {
  const found: Declared[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => ({
        id: args.custom === true ? `${args.name}-id` : undefined,
        state: { ...stateOf(args), ...options.outputs?.[args.type] },
      }),
      call: () => ({}),
    },
    "shop",
    "dev",
    options.preview ?? false,
    "acme",
  );
  pulumi.runtime.setAllConfig({ ...CONFIG, ...options.config });
  recordRequests((request) => {
    found.push({
      type: request.getType(),
      name: request.getName(),
      parent: shorten(request.getParent()),
      inputs: pulumi.runtime.deserializeProperties(request.getObject() ?? new Struct()),
      after: request.getDependenciesList().map(shorten).sort(),
      options: {
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        deletedWith: shorten(request.getDeletedwith()),
        deleteBeforeReplace: request.getDeletebeforereplace(),
        replaceOnChanges: request.getReplaceonchangesList(),
      },
    });
  });
  await pulumi.runtime.runInPulumiStack(async () => {
    await program();
    return {};
  });
  await pulumi.runtime.disconnect();
  return found.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

type Register = (request: RegisterResourceRequest, ...rest: unknown[]) => unknown;

/** The mocks of the SDK are shown types, names and inputs only; parents, order and options are in the request. */
function recordRequests(record: (request: RegisterResourceRequest) => void): void {
  const monitor = pulumi.runtime.getMonitor() as { registerResource: Register } | undefined;
  if (monitor === undefined) throw new Error("the mocks have no monitor");
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    record(request);
    return register(request, ...rest);
  };
}

/** The last parts of a URN: `<type>::<name>` without the chain of parents. */
function shorten(urn: string): string {
  const [, , chain = "", ...name] = urn.split("::");
  return urn === "" ? "" : `${chain.split("$").at(-1) ?? ""}::${name.join("::")}`;
}

function stateOf(args: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  const inputs = args.inputs as Record<string, unknown>;
  if (args.type === "pulumi-nodejs:dynamic/imagehub:OciImageRef") {
    return {
      ...inputs,
      digest: DIGEST,
      pinned: `registry.test/x@${DIGEST}`,
      pinnedWithTag: `registry.test/x:y@${DIGEST}`,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      detail: {
        ID: "c0ffee",
        arch: "amd64",
        size: 42,
        creatTime: "2023-03-01T00:00:00Z",
        description: "from the registry",
      },
      annotations: { "imagehub.groundplan.dev/digest": DIGEST },
    };
  }
  if (args.type === "pulumi-nodejs:dynamic/imagehub:HubSync") {
    const aggregate = JSON.stringify({ tags: ["v8"], latestTag: "v8", keywords: [] });
    return { ...inputs, aggregates: { "labring/mysql": aggregate } };
  }
  if (args.type === "pulumi-nodejs:dynamic/imagehub:DataPack") return { ...inputs, codes: 1, datas: {} };
  if (args.type.startsWith(`kubernetes:${API_VERSION}`)) return { ...inputs, id: args.name };
  return inputs;
}
