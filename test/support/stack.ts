import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { engineFolders, labEngineEnvironment, type Environment } from "../../lab/engine/environment.js";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/** What a command printed and how it ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in order of arrival. */
  readonly output: string;
}

const step = z.looseObject({
  op: z.string(),
  urn: z.string(),
  detailedDiff: z.record(z.string(), z.looseObject({ kind: z.string().optional() })).nullish(),
  diffReasons: z.array(z.string()).nullish(),
  oldState: z.looseObject({ inputs: z.record(z.string(), z.unknown()).optional() }).nullish(),
  newState: z.looseObject({ inputs: z.record(z.string(), z.unknown()).optional() }).nullish(),
});
const previewDocument = z.looseObject({
  steps: z.array(step).nullish(),
  diagnostics: z
    .array(
      z.looseObject({
        urn: z.string().optional(),
        message: z.string().optional(),
        severity: z.string().optional(),
      }),
    )
    .nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});
/** One step of a preview. */
export type PreviewStep = z.infer<typeof step>;
/** What `pulumi preview --json` tells. */
export interface Preview {
  readonly steps: readonly PreviewStep[];
  /** Steps that change something, the stack resource's own outputs aside. */
  readonly changes: readonly PreviewStep[];
  readonly messages: readonly string[];
}

const stateDocument = z.looseObject({
  deployment: z.looseObject({
    resources: z
      .array(
        z.looseObject({
          urn: z.string(),
          type: z.string(),
          id: z.string().optional(),
          inputs: z.record(z.string(), z.unknown()).optional(),
          outputs: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .nullish(),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});
/** An exported state. */
export type StackState = z.infer<typeof stateDocument>["deployment"];

/** A project folder with one stack, run by the real engine against a private lab. */
export class TestStack {
  readonly folder: string;
  private readonly started = new Set<ChildProcess>();

  /**
   * @param labFolder State folder of the lab; it appears as `.lab/` in the project, as in a checkout.
   * @param variables The user's own, in the environment of every command.
   */
  constructor(
    readonly labFolder: string,
    private readonly variables: Readonly<Record<string, string>> = {},
    folder?: string,
    /** Stacks of one lab share its backend, so two at a time need two names. */
    readonly name: string = "test",
  ) {
    this.folder = folder ?? mkdtempSync(path.join(os.tmpdir(), "groundplan-stack-"));
    mkdirSync(this.folder, { recursive: true });
    for (const name of ["Pulumi.yaml", "package.json"])
      cpSync(path.join(CHECKOUT, name), path.join(this.folder, name));
    for (const name of ["dist", "node_modules"])
      symlinkSync(path.join(CHECKOUT, name), path.join(this.folder, name));
    symlinkSync(labFolder, path.join(this.folder, ".lab"));
  }

  get stackFile(): string {
    return path.join(this.folder, `Pulumi.${this.name}.yaml`);
  }

  /** Writes the stack file: configuration without the `groundplan:` prefix. */
  configure(config: Readonly<Record<string, unknown>>): void {
    const entries = Object.entries(config).map(([key, value]): [string, unknown] => [
      key.includes(":") ? key : `groundplan:${key}`,
      value,
    ]);
    const salt =
      /^encryptionsalt: .*$/m.exec(readFileSync(path.join(CHECKOUT, "Pulumi.dev.yaml"), "utf8"))?.[0] ?? "";
    this.writeStackFile(`${salt}\n${stringify({ config: Object.fromEntries(entries) })}`);
  }

  writeStackFile(text: string): void {
    writeFileSync(this.stackFile, text);
  }

  /** An operation as `make` runs it. */
  async make(operation: "up" | "preview" | "refresh" | "destroy"): Promise<Finished> {
    return finished(this.startMake(operation));
  }

  /** The same, for tests that interfere while it runs. The child leads a process group of its own. */
  startMake(operation: "up" | "preview" | "refresh" | "destroy"): ChildProcess {
    return this.startEngine(operation);
  }

  /** `pulumi` itself, in the environment that `make -s env` prints. */
  async pulumi(...args: string[]): Promise<Finished> {
    const folders = engineFolders(this.labFolder);
    const binary = path.join(folders.bin, "pulumi");
    if (!existsSync(binary)) await finished(this.startEngine("env"));
    const variables = labEngineEnvironment(folders, { PATH: process.env.PATH });
    return finished(this.start(binary, [...args, "--non-interactive", "--color=never"], variables));
  }

  /** Makes the stack known to the backend, for commands that come before the first operation. */
  async create(): Promise<void> {
    const run = await this.pulumi("stack", "select", "--create", "--stack", this.name);
    if (run.code !== 0) throw new Error(run.output);
  }

  /** Encrypts one value of the stack file. */
  setSecret(key: string, secret: string): Promise<void> {
    return this.setSecrets({ [key]: secret });
  }

  /** The same for several values, by their keys. */
  async setSecrets(secrets: Readonly<Record<string, string>>): Promise<void> {
    const values = Object.entries(secrets).flatMap(([key, value]) => [
      "--secret",
      `groundplan:${key}=${value}`,
    ]);
    const run = await this.pulumi("config", "set-all", "--stack", this.name, "--path", ...values);
    if (run.code !== 0) throw new Error(run.output);
  }

  /** `pulumi preview --json`, parsed. */
  async preview(...args: string[]): Promise<Preview> {
    const run = await this.pulumi("preview", "--json", "--stack", this.name, ...args);
    if (run.code !== 0) throw new Error(`preview failed:\n${run.output}`);
    const document = previewDocument.parse(JSON.parse(run.stdout));
    const steps = document.steps ?? [];
    return {
      steps,
      changes: steps.filter(
        (one) => !["same", "read"].includes(one.op) && !one.urn.includes("::pulumi:pulumi:Stack::"),
      ),
      messages: (document.diagnostics ?? []).map((one) => one.message ?? ""),
    };
  }

  async state(): Promise<StackState> {
    const run = await this.pulumi("stack", "export", "--stack", this.name);
    if (run.code !== 0) throw new Error(`export failed:\n${run.output}`);
    return stateDocument.parse(JSON.parse(run.stdout)).deployment;
  }

  async outputs(): Promise<Record<string, unknown>> {
    const run = await this.pulumi("stack", "output", "--json", "--stack", this.name);
    return z.record(z.string(), z.unknown()).parse(JSON.parse(run.stdout));
  }

  /** Ends what still runs, forgets the stack and removes the folder. */
  async dispose(): Promise<void> {
    for (const child of this.started) killGroup(child, "SIGKILL");
    await this.pulumi("cancel", "--yes", "--stack", this.name);
    await this.pulumi("stack", "rm", "--force", "--yes", this.name);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private startEngine(operation: string): ChildProcess {
    const main = path.join(CHECKOUT, "dist", "lab", "engine", "main.js");
    return this.start(process.execPath, [main, operation, "--stack", this.name]);
  }

  private start(command: string, args: readonly string[], variables: Environment = {}): ChildProcess {
    const child = spawn(command, args, {
      cwd: this.folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        GROUNDPLAN_LAB_DIR: this.labFolder,
        CI: "true",
        ...this.variables,
        ...variables,
      },
    });
    this.started.add(child);
    child.on("exit", () => this.started.delete(child));
    return child;
  }
}

/** Collects what a command prints until it ends. */
export async function finished(child: ChildProcess): Promise<Finished> {
  const parts: { stream: "out" | "err"; text: string }[] = [];
  child.stdout?.on("data", (chunk: Buffer) => parts.push({ stream: "out", text: chunk.toString() }));
  child.stderr?.on("data", (chunk: Buffer) => parts.push({ stream: "err", text: chunk.toString() }));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const join = (stream?: "out" | "err"): string =>
    parts
      .filter((part) => stream === undefined || part.stream === stream)
      .map((part) => part.text)
      .join("");
  return { code, stdout: join("out"), stderr: join("err"), output: join() };
}

/** Signals a whole process group; one that is gone already is fine. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
