import { writeFileSync } from "node:fs";
import path from "node:path";
import { engineFolders, labEngineEnvironment } from "../../lab/engine/environment.js";
import { installEngine } from "../../lab/engine/install.js";
import { ensurePlugins } from "../../lab/engine/plugins.js";
import { toolboxSource } from "../../lab/profiles/index.js";
import { labFiles, labFolder } from "../../lab/state/folder.js";
import type { VimanaInput } from "../../model/vimana/schema.js";
import { privateLab, type TestLab } from "./lab.js";
import { PlainProgram } from "./plain-program.js";
import { TestStack, type Finished } from "./stack.js";
import { PretendedGateway } from "./vimana-bench-gateway.js";
import { benchVimana, type Edition } from "./vimana-bench-hierarchy.js";
import { peerHierarchy, PEER_PROGRAM } from "./vimana-bench-peer.js";
import { plannedVimana, REGISTRY_HOSTS } from "./vimana-plans.js";
import { kubectlOf } from "./workspace-bench-kubectl.js";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const SILENT = { line: () => undefined, status: () => undefined };

/**
 * The engine writes the whole state twice for every resource that it makes, which grows with the square of their number
 * and hides everything else in a large stack; with this it writes it once, at the end.
 */
export const STATE_AT_THE_END = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** One way to declare a hierarchy, as a stack of its own. */
export interface Side {
  /** Of the Vimana and of its namespace. */
  readonly name: string;
  declare(edition: Edition): void;
  pulumi(...args: readonly string[]): Promise<Finished>;
  dispose(): Promise<void>;
}

/** A cluster whose nodes and gateway are pretended, so that it is not them that is measured. */
export class BenchScene {
  readonly lab: TestLab = privateLab(["kwok"]);
  #gateway: PretendedGateway | undefined;

  /** @param variables In the environment of every command of both sides. */
  constructor(private readonly variables: Readonly<Record<string, string>> = {}) {}

  /** Starts the cluster; the definitions of the Gateway API are Envoy Gateway's. */
  async start(): Promise<void> {
    await this.lab.up();
    const tools = toolboxSource(SILENT);
    await installPrograms(this.lab.folder, tools);
    const definitions = path.join(path.dirname(await tools.tool("envoy-gateway")), "crds");
    const kubectl = await kubectlOf(this.lab);
    await well(kubectl("apply", "--server-side", "-f", definitions));
    await well(kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all"));
    this.#gateway = await PretendedGateway.start(this.lab.kubeconfig);
  }

  async dispose(): Promise<void> {
    await this.#gateway?.stop();
    await this.lab.dispose();
  }

  /** A Vimana in a stack file. */
  async ours(name: string, domains: number): Promise<Side> {
    const stack = new TestStack(this.lab.folder, this.variables, undefined, name);
    const declare = (edition: Edition): void => {
      configure(stack, { [name]: benchVimana(name, domains, edition) });
    };
    declare("first");
    await stack.create();
    return {
      name,
      declare,
      pulumi: (...args) => stack.pulumi(...args, "--stack", name),
      dispose: () => stack.dispose(),
    };
  }

  /** The same objects by a plain program. */
  async peer(name: string, domains: number): Promise<Side> {
    const program = new PlainProgram(this.lab.folder, name, PEER_PROGRAM, this.variables);
    const declare = (edition: Edition): void => {
      const hierarchy = peerHierarchy(plannedVimana(name, benchVimana(name, domains, edition)));
      writeFileSync(path.join(program.folder, "hierarchy.json"), JSON.stringify(hierarchy));
    };
    declare("first");
    await program.init();
    return {
      name,
      declare,
      pulumi: (...args) => program.pulumi(...args, "--stack", "peer"),
      dispose: () => program.dispose(),
    };
  }
}

function configure(stack: TestStack, vimanas: Readonly<Record<string, VimanaInput>>): void {
  stack.configure({
    installation: "0123456789ab",
    "pulumi:disable-default-providers": ["kubernetes"],
    clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
    registries: { main: { host: REGISTRY_HOSTS.main } },
    vimanas,
  });
}

/** The engine and its plugins. `make env` would start a real node besides, which a lab has instead of a pretended one. */
async function installPrograms(lab: string, tools: ReturnType<typeof toolboxSource>): Promise<void> {
  const folders = engineFolders(lab);
  const binary = installEngine(folders, {
    pulumi: await tools.tool("pulumi"),
    languageHost: await tools.tool("pulumi-language-nodejs"),
    dynamicProvider: path.join(
      CHECKOUT,
      "node_modules",
      "@pulumi",
      "pulumi",
      "pulumi-resource-pulumi-nodejs",
    ),
  });
  await ensurePlugins(
    {
      home: folders.home,
      project: CHECKOUT,
      dist: path.join(CHECKOUT, "dist"),
      labAuthority: labFiles(labFolder(lab)).certificateAuthority,
    },
    { binary, cwd: CHECKOUT, env: { ...process.env, ...labEngineEnvironment(folders, process.env) } },
    SILENT,
  );
}

async function well(run: Promise<Finished>): Promise<void> {
  const { code, output } = await run;
  if (code !== 0) throw new Error(output);
}
