import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { transformSync } from "@swc/core";
import { ask, connectProvider, propertiesOf, type Properties, structOf } from "./provider-wire.js";

export { type Properties, ProviderError } from "./provider-wire.js";

const root = resolve(__dirname, "../..");
const UNKNOWN_CHANGES = messages.DiffResponse.DiffChanges.DIFF_UNKNOWN;

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
  readonly exited: Promise<unknown>;
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
  const { client, output, exited } = await connectProvider(child);

  const configuration = new messages.ConfigureRequest();
  configuration.setArgs(structOf({ ...options.config }));
  await ask((answer) => client.configure(configuration, answer));

  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, name);
  };
  return {
    check: async (olds, news) => {
      const request = new messages.CheckRequest();
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      const response = await ask<messages.CheckResponse>((answer) => client.check(request, answer));
      return {
        inputs: propertiesOf(response.getInputs()),
        failures: response.getFailuresList().map((failure) => failure.toObject()),
      };
    },
    diff: async (id, olds, news) => {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
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
      request.setProperties(structOf(inputs));
      const response = await ask<messages.CreateResponse>((answer) => client.create(request, answer));
      return { id: response.getId(), properties: propertiesOf(response.getProperties()) };
    },
    read: async (id, properties) => {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(structOf(properties));
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
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      const response = await ask<messages.UpdateResponse>((answer) => client.update(request, answer));
      return propertiesOf(response.getProperties());
    },
    delete: async (id, properties) => {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(structOf(properties));
      await ask((answer) => client.delete(request, answer));
    },
    signal,
    exited,
    output,
    stop: async () => {
      client.close();
      signal("SIGKILL");
      await exited;
    },
  };
}
