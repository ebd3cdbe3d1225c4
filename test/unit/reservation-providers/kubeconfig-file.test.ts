import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { KindContext } from "../../../providers/runtime/context.js";
import { kubeconfigFile } from "../../../providers/reservation/kubeconfig-file.js";
import { kubeconfigFileHandlers } from "../../../providers/reservation/kubeconfig-file.handlers.js";

const INPUTS = { path: ".kube/k1", content: "apiVersion: v1\n" };
const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "groundplan-kubeconfig-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function context(token = "token-1", resource = "web-kubeconfig-k1"): KindContext {
  const ignored = (): void => undefined;
  return {
    ...{ urn: "", resource, token, signal: new AbortController().signal, now: Date.now },
    scope: { installation: "abc", project: "shop", stack: "dev" },
    target: (_type, name) => Promise.reject(new Error(name)),
    ...{ info: ignored, warn: ignored, status: ignored },
  };
}

function plan(old: boolean, known = true) {
  const { path: place } = INPUTS;
  return kubeconfigFileHandlers.plan?.(context(), {
    old: old ? { id: place, inputs: INPUTS, outputs: {} } : undefined,
    news: known ? INPUTS : { path: place },
    unknown: known ? [] : ["content"],
    preview: true,
  });
}

describe("the kubeconfig of a cluster that the stack makes", () => {
  it("is in a file for its owner alone, until it goes", async () => {
    expect(await plan(false)).toMatchObject({
      steps: ["write the kubeconfig .kube/k1"],
      notes: ["until then its cluster is not known"],
    });
    await kubeconfigFileHandlers.create(context(), INPUTS);
    expect(statSync(INPUTS.path).mode & 0o777).toBe(0o600);
    expect(readFileSync(INPUTS.path, "utf8")).toBe(
      "# groundplan abc/shop/dev/web-kubeconfig-k1 token-1\napiVersion: v1\n",
    );
    expect(await plan(true)).toBeUndefined();
    await kubeconfigFileHandlers.delete(context(), INPUTS.path, { inputs: INPUTS, outputs: {} });
    expect(existsSync(INPUTS.path)).toBe(false);
    await kubeconfigFileHandlers.delete(context(), INPUTS.path, { inputs: INPUTS, outputs: {} });
  });

  it("is written anew where a checkout lacks it, and where it was changed", async () => {
    await kubeconfigFileHandlers.create(context(), INPUTS);
    rmSync(INPUTS.path);
    expect(await plan(true)).toMatchObject({ steps: ["write the kubeconfig .kube/k1"] });
    await kubeconfigFileHandlers.update(context(), INPUTS.path, { inputs: INPUTS, outputs: {} }, INPUTS);
    expect(await plan(true)).toBeUndefined();
    writeFileSync(INPUTS.path, "other");
    chmodSync(INPUTS.path, 0o644);
    expect(await plan(true)).toMatchObject({ notes: [] });
    await kubeconfigFileHandlers.update(context(), INPUTS.path, { inputs: INPUTS, outputs: {} }, INPUTS);
    expect(statSync(INPUTS.path).mode & 0o777).toBe(0o600);
  });

  it("is planned before it is known", async () => {
    expect(await plan(false, false)).toMatchObject({ steps: ["write the kubeconfig .kube/k1"] });
  });

  it("takes nobody else's place, and leaves a later one alone", async () => {
    await kubeconfigFileHandlers.create(context(), INPUTS);
    const other = kubeconfigFileHandlers.create(context("token-2", "another"), INPUTS);
    await expect(other).rejects.toThrow(".kube/k1: is there already, and not by this stack");
    await kubeconfigFileHandlers.create(context("token-3"), INPUTS);
    await kubeconfigFileHandlers.delete(context(), INPUTS.path, { inputs: INPUTS, outputs: {} });
    expect(existsSync(INPUTS.path)).toBe(true);
  });

  it.each(["/etc/kubeconfig", "../kubeconfig", "a/../../b", ".."])(
    "is never outside of the project: %s",
    (place) => {
      expect(kubeconfigFile.inputs.safeParse({ ...INPUTS, path: place }).success).toBe(false);
    },
  );
});
