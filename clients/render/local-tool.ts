import type { TemplateJob } from "../../model/workspace/render/template-tool.js";
import type { Limit } from "./limit.js";
import type { PrivateCopy } from "./private-copy.js";
import { runTool, type ToolEnd } from "./run-tool.js";
import { findTool, type ToolBinary, type ToolRow } from "./tool-binary.js";
import { toolEnvironment } from "./tool-environment.js";

/** What tools share on one machine. */
export interface ToolSettings {
  /** Variables of this process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One run of a program is ended after so many milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** How many programs may run at a time. */
  readonly limit: Limit;
}

/** A program of this machine, looked for once and when it is first needed. */
export class LocalTool {
  private found: Promise<ToolBinary> | undefined;

  constructor(
    private readonly row: ToolRow,
    private readonly settings: ToolSettings,
  ) {}

  /** @throws Failure when there is no suitable one. */
  binary(): Promise<ToolBinary> {
    this.found ??= findTool(this.row, this.settings.env, this.settings.signal);
    return this.found;
  }

  /** Runs it on a job's private copy. */
  async run(args: readonly string[], job: TemplateJob, copy: PrivateCopy): Promise<ToolEnd> {
    const { env, timeoutMs, signal, limit } = this.settings;
    const { path: binary } = await this.binary();
    return limit(() =>
      runTool({
        binary,
        args,
        folder: copy.repository,
        env: toolEnvironment(copy, env),
        timeoutMs,
        signal,
        where: job.folder === "" ? "." : job.folder,
      }),
    );
  }
}

/** The programs, in the versions whose options are known. */
export const TOOL_ROWS = {
  helm: {
    name: "helm",
    variable: "GROUNDPLAN_HELM",
    versionArgs: ["version", "--short"],
    range: ">=3.16.0 <4.0.0",
  },
  kustomize: {
    name: "kustomize",
    variable: "GROUNDPLAN_KUSTOMIZE",
    versionArgs: ["version"],
    range: ">=5.4.0 <6.0.0",
  },
} as const satisfies Readonly<Record<string, ToolRow>>;
