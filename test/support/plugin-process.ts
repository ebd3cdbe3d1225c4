import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

const root = resolve(__dirname, "../..");

/** Properties as they go over the wire. */
export type Properties = Record<string, JavaScriptValue>;

/** The resource that a call is about. */
export interface Resource {
  /** Type token, e.g. `kubernetes:core/v1:ConfigMap`. */
  readonly type: string;
  readonly name: string;
}

/** A call that the plugin refused. */
export class PluginError extends Error {
  constructor(
    message: string,
    readonly code: number,
    /** What the engine would record of a resource that exists nevertheless. */
    readonly saved?: { id: string; properties: Properties; inputs: Properties; reasons: string[] },
  ) {
    super(message);
  }
}

export interface Diff {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** `add`, `update`, `delete`, each with `-replace` where it needs a new resource; by path. */
  readonly details: Readonly<Record<string, string>>;
}

/** A real stand-in plugin process. Every call is one the engine makes. */
export interface PluginProcess {
  /** Milliseconds from spawning it to its port. */
  readonly startMs: number;
  version(): Promise<string>;
  checkConfig(news: Properties): Promise<{ inputs: Properties; reasons: string[] }>;
  diffConfig(olds: Properties, news: Properties): Promise<Diff>;
  configure(settings: Properties): Promise<messages.ConfigureResponse.AsObject>;
  invoke(token: string, args: Properties): Promise<Properties>;
  check(
    resource: Resource,
    news: Properties,
    olds?: Properties,
    seed?: string,
  ): Promise<{ inputs: Properties; reasons: string[] }>;
  diff(
    resource: Resource,
    id: string,
    olds: Properties,
    news: Properties,
    ignoreChanges?: string[],
  ): Promise<Diff>;
  create(
    resource: Resource,
    inputs: Properties,
    options?: { preview?: boolean; timeout?: number },
  ): Promise<{ id: string; properties: Properties }>;
  /** Undefined for a resource that is gone. */
  read(
    resource: Resource,
    id: string,
    properties: Properties,
    inputs: Properties,
  ): Promise<{ id: string; properties: Properties; inputs: Properties } | undefined>;
  update(
    resource: Resource,
    id: string,
    olds: Properties,
    news: Properties,
    options?: { preview?: boolean; timeout?: number; ignoreChanges?: string[] },
  ): Promise<Properties>;
  delete(resource: Resource, id: string, properties: Properties, timeout?: number): Promise<void>;
  cancel(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code when the process is gone. */
  readonly exited: Promise<number | null>;
  readonly pid: number;
  output(): string;
  stop(): Promise<void>;
}

/** Marks a value as secret, as the engine sends it. */
export function secret(value: JavaScriptValue): JavaScriptValue {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** The engine's stand-in for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The URN of a resource without a parent. */
export function urnOf({ type, name }: Resource): string {
  return `urn:pulumi:dev::groundplan::${type}::${name}`;
}

/** Starts a compiled plugin. The environment holds nothing but what is given, PATH and HOME. */
export async function startPlugin(
  plugin: "kubernetes" | "command",
  options: {
    readonly engine?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
  } = {},
): Promise<PluginProcess> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [resolve(root, "dist/lab/plugins", plugin, "main.js"), options.engine ?? "127.0.0.1:1"],
    {
      cwd: options.cwd ?? root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], HOME: "/nonexistent", ...options.env },
    },
  );
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const exited = new Promise<number | null>((done) => child.once("close", done));
  const port = await portOf(child, () => output);
  const startMs = performance.now() - began;
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());

  const about = <T extends { setUrn(urn: string): T; setType(type: string): T; setName(name: string): T }>(
    request: T,
    resource: Resource,
  ): T => request.setUrn(urnOf(resource)).setType(resource.type).setName(resource.name);

  return {
    startMs,
    version: async () =>
      (await ask<PluginInfo>((answer) => client.getPluginInfo(new Empty(), answer))).getVersion(),
    async checkConfig(news) {
      const request = new messages.CheckRequest().setNews(struct(news));
      return checked(await ask((answer) => client.checkConfig(request, answer)));
    },
    async diffConfig(olds, news) {
      const request = new messages.DiffRequest()
        .setOlds(struct(olds))
        .setOldInputs(struct(olds))
        .setNews(struct(news));
      return diffed(await ask((answer) => client.diffConfig(request, answer)));
    },
    async configure(settings) {
      const request = new messages.ConfigureRequest().setArgs(struct(settings)).setAcceptsecrets(true);
      return (
        await ask<messages.ConfigureResponse>((answer) => client.configure(request, answer))
      ).toObject();
    },
    async invoke(token, args) {
      const request = new messages.InvokeRequest().setTok(token).setArgs(struct(args));
      return properties(
        (await ask<messages.InvokeResponse>((answer) => client.invoke(request, answer))).getReturn(),
      );
    },
    async check(resource, news, olds, seed = "seed") {
      const request = about(new messages.CheckRequest(), resource)
        .setNews(struct(news))
        .setRandomseed(Buffer.from(seed));
      if (olds !== undefined) request.setOlds(struct(olds));
      return checked(await ask((answer) => client.check(request, answer)));
    },
    async diff(resource, id, olds, news, ignoreChanges = []) {
      const request = about(new messages.DiffRequest(), resource)
        .setId(id)
        .setOlds(struct(olds))
        .setNews(struct(news));
      request.setIgnorechangesList(ignoreChanges);
      return diffed(await ask((answer) => client.diff(request, answer)));
    },
    async create(resource, inputs, { preview = false, timeout = 0 } = {}) {
      const request = about(new messages.CreateRequest(), resource).setProperties(struct(inputs));
      request.setPreview(preview).setTimeout(timeout);
      const response = await ask<messages.CreateResponse>((answer) => client.create(request, answer));
      return { id: response.getId(), properties: properties(response.getProperties()) };
    },
    async read(resource, id, state, inputs) {
      const request = about(new messages.ReadRequest(), resource).setId(id);
      request.setProperties(struct(state)).setInputs(struct(inputs));
      const response = await ask<messages.ReadResponse>((answer) => client.read(request, answer));
      if (response.getId() === "") return undefined;
      return {
        id: response.getId(),
        properties: properties(response.getProperties()),
        inputs: properties(response.getInputs()),
      };
    },
    async update(resource, id, olds, news, { preview = false, timeout = 0, ignoreChanges = [] } = {}) {
      const request = about(new messages.UpdateRequest(), resource)
        .setId(id)
        .setOlds(struct(olds))
        .setNews(struct(news));
      request.setPreview(preview).setTimeout(timeout).setIgnorechangesList(ignoreChanges);
      return properties(
        (await ask<messages.UpdateResponse>((answer) => client.update(request, answer))).getProperties(),
      );
    },
    async delete(resource, id, state, timeout = 0) {
      const request = about(new messages.DeleteRequest(), resource).setId(id).setProperties(struct(state));
      request.setTimeout(timeout);
      await ask((answer) => client.delete(request, answer));
    },
    async cancel() {
      await ask((answer) => client.cancel(new Empty(), answer));
    },
    signal(name) {
      child.kill(name);
    },
    exited,
    pid: child.pid ?? 0,
    output: () => output,
    async stop() {
      client.close();
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function struct(bag: Properties): Struct {
  return Struct.fromJavaScript(bag);
}

function properties(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

function checked(response: messages.CheckResponse): { inputs: Properties; reasons: string[] } {
  return {
    inputs: properties(response.getInputs()),
    reasons: response.getFailuresList().map((failure) => failure.getReason()),
  };
}

const KINDS = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

function diffed(response: messages.DiffResponse): Diff {
  const details: Record<string, string> = {};
  response.getDetaileddiffMap().forEach((diff, path) => {
    details[path] = KINDS[diff.getKind()] ?? "?";
  });
  return {
    changes: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    details,
  };
}

function portOf(child: ChildProcess, output: () => string): Promise<number> {
  return new Promise((found, fail) => {
    child.stdout?.on("data", () => {
      const port = /^(\d+)\s*$/m.exec(output())?.[1];
      if (port !== undefined) found(Number(port));
    });
    child.once("exit", () => {
      fail(new Error(`the plugin ended: ${output()}`));
    });
  });
}

function ask<T>(
  send: (answer: (error: grpc.ServiceError | null, response: T) => void) => unknown,
): Promise<T> {
  return new Promise((done, fail) => {
    send((error, response) => {
      if (error === null) done(response);
      else fail(pluginError(error));
    });
  });
}

function pluginError(error: grpc.ServiceError): PluginError {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new PluginError(error.details, error.code);
  const [any] = Status.deserializeBinary(Buffer.from(packed)).getDetailsList();
  const detail = messages.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return new PluginError(error.details, error.code, {
    id: detail.getId(),
    properties: properties(detail.getProperties()),
    inputs: properties(detail.getInputs()),
    reasons: detail.getReasonsList(),
  });
}
