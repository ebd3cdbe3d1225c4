import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { transformSync } from "@swc/core";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

const root = resolve(__dirname, "../..");
const UNKNOWN_CHANGES = messages.DiffResponse.DiffChanges.DIFF_UNKNOWN;

/** Properties as they go over the wire. */
export type Properties = Record<string, JavaScriptValue>;

/**
 * A folder as a user's Pulumi project has it: its `node_modules` holds this checkout, its `package.json` names a
 * module with kinds.
 *
 * @param kinds TypeScript file that exports `kinds`; it may import `groundplan/kinds`, zod and Node's own modules
 */
export function projectWithKinds(
  kinds: string,
  folder = mkdtempSync(join(tmpdir(), "groundplan-project-")),
): string {
  const modules = join(folder, "node_modules");
  mkdirSync(modules, { recursive: true });
  symlinkSync(root, join(modules, "groundplan"));
  for (const name of ["@pulumi", "zod"]) symlinkSync(join(root, "node_modules", name), join(modules, name));
  const { code } = transformSync(readFileSync(kinds, "utf8"), {
    filename: kinds,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  writeFileSync(join(folder, "kinds.js"), code);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "project", groundplan: { kinds: "./kinds.js" } }),
  );
  return folder;
}

/** What the SDK stores as `__provider` for a kind, made by the compiled package in a process of its own. */
export function serialisedProvider(kind: string): string {
  const script = `
    const pulumi = require("@pulumi/pulumi");
    const { thinProvider } = require("./dist/providers/runtime/thin-provider.js");
    const provider = thinProvider(${JSON.stringify(kind)});
    pulumi.runtime.serializeFunction(() => provider, { allowSecrets: true })
      .then((serialised) => process.stdout.write(serialised.text));`;
  return execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8", stdio: "pipe" });
}

/** An operation that the provider process refused. */
export class ProviderError extends Error {
  constructor(
    message: string,
    readonly code: number,
    /** What the engine would record of a resource that exists nevertheless. */
    readonly partial?: { id: string; properties: Properties; reasons: string[] },
  ) {
    super(message);
  }
}

/** A real `pulumi-resource-pulumi-nodejs` process. Every call is one the engine makes. */
export interface ProviderProcess {
  check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: messages.CheckFailure.AsObject[] }>;
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean | undefined; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Properties): Promise<{ id: string; properties: Properties }>;
  read(
    id: string,
    properties: Properties,
  ): Promise<{ id: string; properties: Properties; inputs: Properties | undefined }>;
  update(id: string, olds: Properties, news: Properties): Promise<Properties>;
  delete(id: string, properties: Properties): Promise<void>;
  /** Sends a signal as the engine does: to the whole process group. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
  /** Standard output and error so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts the process in a project folder and configures it as the engine does. */
export async function startProvider(options: {
  readonly project: string;
  readonly engine: string;
  readonly config?: Readonly<Record<string, string>>;
}): Promise<ProviderProcess> {
  const child = spawn(
    join(root, "node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs"),
    [options.engine],
    {
      cwd: options.project,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], HOME: options.project, PULUMI_NODEJS_PROJECT: "shop" },
    },
  );
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const exited = new Promise<void>((done) =>
    child.once("close", () => {
      done();
    }),
  );
  const port = await portOf(child, () => output);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());

  const configuration = new messages.ConfigureRequest();
  configuration.setArgs(Struct.fromJavaScript({ ...options.config }));
  await ask((answer) => client.configure(configuration, answer));

  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, name);
  };
  return {
    check: async (olds, news) => {
      const request = new messages.CheckRequest();
      request.setOlds(Struct.fromJavaScript(olds));
      request.setNews(Struct.fromJavaScript(news));
      const response = await ask<messages.CheckResponse>((answer) => client.check(request, answer));
      return {
        inputs: propertiesOf(response.getInputs()),
        failures: response.getFailuresList().map((failure) => failure.toObject()),
      };
    },
    diff: async (id, olds, news) => {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(Struct.fromJavaScript(olds));
      request.setNews(Struct.fromJavaScript(news));
      const response = await ask<messages.DiffResponse>((answer) => client.diff(request, answer));
      const changes = response.getChanges();
      return {
        changes:
          changes === UNKNOWN_CHANGES ? undefined : changes === messages.DiffResponse.DiffChanges.DIFF_SOME,
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    create: async (inputs) => {
      const request = new messages.CreateRequest();
      request.setProperties(Struct.fromJavaScript(inputs));
      const response = await ask<messages.CreateResponse>((answer) => client.create(request, answer));
      return { id: response.getId(), properties: propertiesOf(response.getProperties()) };
    },
    read: async (id, properties) => {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(Struct.fromJavaScript(properties));
      const response = await ask<messages.ReadResponse>((answer) => client.read(request, answer));
      const inputs = response.getInputs();
      return {
        id: response.getId(),
        properties: propertiesOf(response.getProperties()),
        inputs: inputs === undefined ? undefined : propertiesOf(inputs),
      };
    },
    update: async (id, olds, news) => {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(Struct.fromJavaScript(olds));
      request.setNews(Struct.fromJavaScript(news));
      const response = await ask<messages.UpdateResponse>((answer) => client.update(request, answer));
      return propertiesOf(response.getProperties());
    },
    delete: async (id, properties) => {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(Struct.fromJavaScript(properties));
      await ask((answer) => client.delete(request, answer));
    },
    signal,
    exited,
    output: () => output,
    stop: async () => {
      client.close();
      signal("SIGKILL");
      await exited;
    },
  };
}

function portOf(child: ChildProcess, output: () => string): Promise<number> {
  return new Promise((found, fail) => {
    child.stdout?.on("data", () => {
      const port = /^(\d+)\s*$/m.exec(output())?.[1];
      if (port !== undefined) found(Number(port));
    });
    child.once("exit", () => {
      fail(new Error(`the provider process ended: ${output()}`));
    });
  });
}

function ask<T>(
  send: (answer: (error: grpc.ServiceError | null, response: T) => void) => unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error === null) resolve(response);
      else reject(providerError(error));
    });
  });
}

function providerError(error: grpc.ServiceError): ProviderError {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new ProviderError(error.details, error.code);
  const status = Status.deserializeBinary(Buffer.from(packed));
  const [any] = status.getDetailsList();
  const detail = messages.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return new ProviderError(error.details, error.code, {
    id: detail.getId(),
    properties: propertiesOf(detail.getProperties()),
    reasons: detail.getReasonsList(),
  });
}

function propertiesOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}
