import { existsSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import { preflight } from "../preflight/index.js";
import { hostFacts, labEnvironment, labStatus, toolboxSource, up } from "../profiles/index.js";
import type { Report } from "../report.js";
import { checkoutFolder, labFiles, openLabFolder } from "../state/folder.js";
import { releaseCompilerCaches, tool } from "../toolbox/index.js";
import { engineFolders, labEngineEnvironment, programEnvironment, type Environment } from "./environment.js";
import { installEngine } from "./install.js";
import { shortenStackFile } from "./left-out.js";
import type { StackEngine } from "./operations.js";
import { ensurePlugins } from "./plugins.js";
import type { PulumiCall } from "./pulumi.js";
import { rendererEnvironment } from "./renderers.js";
import { findStackFile } from "./stack-file.js";

/** What to prepare for. */
export interface Wanted {
  /** Folder of the program: where Pulumi.yaml lies. */
  readonly project: string;
  readonly stack: string;
  readonly report: Report;
}

/**
 * Makes everything ready that one stack needs: the engine, and for a stack that names the lab its profiles, its
 * backend and its plugins.
 */
export async function prepareEngine({ project, stack, report }: Wanted): Promise<StackEngine> {
  const file = findStackFile(project, stack);
  if (file.profiles.length > 0 && process.platform !== "linux") throw new Failure(needsLinux(stack));
  const lab = openLabFolder(process.env);
  const folders = engineFolders(lab.root);
  const usesLab = file.profiles.length > 0;
  const isFirstStart = usesLab
    ? (await labStatus(lab)).length === 0
    : !existsSync(path.join(folders.bin, "pulumi"));
  if (isFirstStart) await preflight(report, usesLab ? undefined : ["engine"]);
  const binary = installEngine(folders, {
    pulumi: await tool("pulumi", report),
    languageHost: await tool("pulumi-language-nodejs", report),
    dynamicProvider: path.join(project, "node_modules", "@pulumi", "pulumi", "pulumi-resource-pulumi-nodejs"),
  });
  const renderers = await rendererEnvironment(file.renderers, process.env, report);
  if (!usesLab) {
    const call: PulumiCall = {
      binary,
      cwd: project,
      env: { ...process.env, ...programEnvironment(folders, process.env), ...renderers },
    };
    return { call, stack, report, backendFolder: fileBackend(process.env), configFile: undefined };
  }
  const tools = toolboxSource(report);
  const { profiles, started } = await up({
    folder: lab,
    host: hostFacts(),
    tools,
    report,
    profiles: file.profiles,
  });
  if (started.length > 0) report.line(`the lab runs: started ${started.join(", ")}`);
  const short = shortenStackFile(file, profiles, path.join(lab.root, "stack-files"));
  if (short !== undefined) report.line(`left out of the stack ${stack}: ${short.leftOut.join(", ")}`);
  const kubectl = await tools.tool("kubectl");
  await releaseCompilerCaches(report);
  const engine = labEngineEnvironment(folders, process.env);
  const call: PulumiCall = {
    binary,
    cwd: project,
    env: { ...process.env, ...engine, ...labEnvironment(lab, path.dirname(kubectl), engine), ...renderers },
  };
  await ensurePlugins(
    {
      home: folders.home,
      project,
      dist: path.join(checkoutFolder(), "dist"),
      labAuthority: labFiles(lab).certificateAuthority,
    },
    call,
    report,
  );
  return { call, stack, report, backendFolder: folders.backend, configFile: short?.path };
}

function fileBackend(env: Environment): string | undefined {
  const url = env.PULUMI_BACKEND_URL;
  return url?.startsWith("file://") === true ? url.slice("file://".length) : undefined;
}

function needsLinux(stack: string): { what: string; where: string; next: string } {
  return {
    what: `the embedded cluster needs Linux, and this is ${process.platform}`,
    where: `stack ${stack}`,
    next: "Copy Pulumi.dev.yaml to Pulumi.<name>.yaml, name a cluster of your own under groundplan:clusters, and run make up STACK=<name>",
  };
}
