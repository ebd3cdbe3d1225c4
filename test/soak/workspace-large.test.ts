import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { median, succeeds, timed } from "../bench/report.js";
import { GitRepository } from "../support/git-repository.js";
import { privateLab } from "../support/lab.js";
import type { TestStack } from "../support/stack.js";
import { configMapFiles, FOLDER } from "../support/workspace-bench-objects.js";
import { peaksOf } from "../support/workspace-bench-memory.js";
import { workspaceStack } from "../support/workspace-bench-stack.js";
import { manifest, yaml } from "../support/workspace-manifests.js";

const OBJECTS = 10_000;
const MOST_BYTES = 1.5 * 1024 ** 3;
const SECRETS = 50_000;
const PARALLEL = 24;
const ROUNDS = 5;

describe("large numbers", () => {
  const lab = privateLab(["cluster"]);
  let repository: GitRepository;
  let kubernetes: KubernetesClient;

  beforeAll(async () => {
    await lab.up();
    kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
  });

  beforeEach(() => {
    repository = new GitRepository();
  });

  afterEach(() => {
    repository.dispose();
  });

  afterAll(async () => {
    await kubernetes.close();
    await lab.dispose();
  });

  test(`a workspace of ${OBJECTS} objects comes and is compared in bounded memory`, async () => {
    repository.commit(configMapFiles(OBJECTS, () => "first"));
    const stack = await stackIn("large");
    await staysSmall(stack, "up", "--yes", "--skip-preview");
    expect((await configMapsIn("large")).length).toBe(OBJECTS);
    await staysSmall(stack, "preview", "--expect-no-changes");
    repository.commit(configMapFiles(OBJECTS, (index) => (index === 5_000 ? "second" : "first")));
    await staysSmall(stack, "up", "--yes", "--skip-preview");
    const changed = (await configMapsIn("large")).filter((data) => data["edition"] === "second");
    expect(changed).toHaveLength(1);
    await succeeds(stack.pulumi("destroy", "--yes", "--skip-preview", "--stack", stack.name));
    expect(await configMapsIn("large")).toEqual([]);
    await stack.dispose();
  });

  test(`${SECRETS} unrelated Secrets slow a preview by less than 20 %`, async () => {
    const secret = manifest("Secret", "own", { stringData: { password: "own" } });
    repository.commit({ ...configMapFiles(1000, () => "first"), [`${FOLDER}/secret.yaml`]: yaml(secret) });
    const stack = await stackIn("among-many");
    await succeeds(stack.pulumi("up", "--yes", "--skip-preview", "--stack", stack.name));
    const before = await previewSeconds(stack);
    await makeSecrets();
    const after = await previewSeconds(stack);
    process.stdout.write(
      `preview: ${before.toFixed(2)} s alone, ${after.toFixed(2)} s among ${SECRETS} Secrets\n`,
    );
    expect(after / before).toBeLessThan(1.2);
    await stack.dispose();
  });

  async function stackIn(namespace: string): Promise<TestStack> {
    await kubernetes.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    return workspaceStack(lab.folder, repository, namespace);
  }

  async function configMapsIn(namespace: string): Promise<Record<string, unknown>[]> {
    const { items } = await kubernetes.list({ group: "", version: "v1", kind: "ConfigMap" }, { namespace });
    return items
      .filter(({ metadata }) => metadata.name?.startsWith("settings-"))
      .map(({ data }) => data as Record<string, unknown>);
  }

  async function makeSecrets(): Promise<void> {
    await kubernetes.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "unrelated" } });
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let index = next++; index < SECRETS; index = next++) {
        await kubernetes.create({
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: `secret-${index}`, namespace: "unrelated" },
          stringData: { password: `of-${index}` },
        });
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
  }
});

/** All processes of one command together, each at its own peak. */
async function staysSmall(stack: TestStack, ...args: string[]): Promise<void> {
  const peaks = await peaksOf(stack.folder, () => succeeds(stack.pulumi(...args, "--stack", stack.name)));
  const sum = peaks.reduce((total, { bytes }) => total + bytes, 0);
  const each = peaks.map(({ command, bytes }) => `${command} ${Math.round(bytes / 2 ** 20)}`).join(", ");
  process.stdout.write(`${args[0]}: ${Math.round(sum / 2 ** 20)} MiB (${each})\n`);
  expect(peaks.length).toBeGreaterThan(0);
  expect(sum).toBeLessThan(MOST_BYTES);
}

async function previewSeconds(stack: TestStack): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const preview = stack.pulumi.bind(stack, "preview", "--expect-no-changes", "--stack", stack.name);
    times.push(await timed(() => succeeds(preview())));
  }
  return median(times) / 1000;
}
