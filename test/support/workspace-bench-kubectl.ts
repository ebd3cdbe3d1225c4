import { spawn } from "node:child_process";
import { toolboxSource } from "../../lab/profiles/index.js";
import type { TestLab } from "./lab.js";
import { finished, type Finished } from "./stack.js";

/** `kubectl` of the lab's own version, on the lab's cluster. */
export type Kubectl = (...args: string[]) => Promise<Finished>;

/** Finds `kubectl`, or makes it. */
export async function kubectlOf(lab: TestLab): Promise<Kubectl> {
  const tools = toolboxSource({ line: () => undefined, status: () => undefined });
  const binary = await tools.tool("kubectl");
  return (...args) =>
    finished(spawn(binary, ["--kubeconfig", lab.kubeconfig, ...args], { stdio: ["ignore", "pipe", "pipe"] }));
}
