import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ask, connectProvider, propertiesOf, type Properties, structOf } from "./provider-wire.js";

export { type Properties, ProviderError } from "./provider-wire.js";

const root = resolve(__dirname, "../..");

/** The resource that a call is about. */
export interface Resource {
  /** Type token, e.g. `kubernetes:core/v1:ConfigMap`. */
  readonly type: string;
  readonly name: string;
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
  const { client, output, exited } = await connectProvider(child);
  const startMs = performance.now() - began;

  const about = <T extends { setUrn(urn: string): T; setType(type: string): T; setName(name: string): T }>(
    request: T,
    resource: Resource,
  ): T => request.setUrn(urnOf(resource)).setType(resource.type).setName(resource.name);

  return {
    startMs,
    version: async () =>
      (await ask<PluginInfo>((answer) => client.getPluginInfo(new Empty(), answer))).getVersion(),
    async checkConfig(news) {
      const request = new messages.CheckRequest().setNews(structOf(news));
      return checked(await ask((answer) => client.checkConfig(request, answer)));
    },
    async diffConfig(olds, news) {
      const request = new messages.DiffRequest()
        .setOlds(structOf(olds))
        .setOldInputs(structOf(olds))
        .setNews(structOf(news));
      return diffed(await ask((answer) => client.diffConfig(request, answer)));
    },
    async configure(settings) {
      const request = new messages.ConfigureRequest().setArgs(structOf(settings)).setAcceptsecrets(true);
      return (
        await ask<messages.ConfigureResponse>((answer) => client.configure(request, answer))
      ).toObject();
    },
    async invoke(token, args) {
      const request = new messages.InvokeRequest().setTok(token).setArgs(structOf(args));
      return propertiesOf(
        (await ask<messages.InvokeResponse>((answer) => client.invoke(request, answer))).getReturn(),
      );
    },
    async check(resource, news, olds, seed = "seed") {
      const request = about(new messages.CheckRequest(), resource)
        .setNews(structOf(news))
        .setRandomseed(Buffer.from(seed));
      if (olds !== undefined) request.setOlds(structOf(olds));
      return checked(await ask((answer) => client.check(request, answer)));
    },
    async diff(resource, id, olds, news, ignoreChanges = []) {
      const request = about(new messages.DiffRequest(), resource)
        .setId(id)
        .setOlds(structOf(olds))
        .setNews(structOf(news));
      request.setIgnorechangesList(ignoreChanges);
      return diffed(await ask((answer) => client.diff(request, answer)));
    },
    async create(resource, inputs, { preview = false, timeout = 0 } = {}) {
      const request = about(new messages.CreateRequest(), resource).setProperties(structOf(inputs));
      request.setPreview(preview).setTimeout(timeout);
      const response = await ask<messages.CreateResponse>((answer) => client.create(request, answer));
      return { id: response.getId(), properties: propertiesOf(response.getProperties()) };
    },
    async read(resource, id, state, inputs) {
      const request = about(new messages.ReadRequest(), resource).setId(id);
      request.setProperties(structOf(state)).setInputs(structOf(inputs));
      const response = await ask<messages.ReadResponse>((answer) => client.read(request, answer));
      if (response.getId() === "") return undefined;
      return {
        id: response.getId(),
        properties: propertiesOf(response.getProperties()),
        inputs: propertiesOf(response.getInputs()),
      };
    },
    async update(resource, id, olds, news, { preview = false, timeout = 0, ignoreChanges = [] } = {}) {
      const request = about(new messages.UpdateRequest(), resource)
        .setId(id)
        .setOlds(structOf(olds))
        .setNews(structOf(news));
      request.setPreview(preview).setTimeout(timeout).setIgnorechangesList(ignoreChanges);
      return propertiesOf(
        (await ask<messages.UpdateResponse>((answer) => client.update(request, answer))).getProperties(),
      );
    },
    async delete(resource, id, state, timeout = 0) {
      const request = about(new messages.DeleteRequest(), resource).setId(id).setProperties(structOf(state));
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
    output,
    async stop() {
      client.close();
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function checked(response: messages.CheckResponse): { inputs: Properties; reasons: string[] } {
  return {
    inputs: propertiesOf(response.getInputs()),
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
