import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { ArtifactScene, request } from "../support/artifact-scene.js";
import { TestStack } from "../support/stack.js";

jest.setTimeout(300_000);

const tokenAnswer = z.object({ status: z.object({ token: z.string() }) });
const kubeconfig = z.looseObject({ users: z.tuple([z.looseObject({ name: z.string() })]) });

describe("what borrowers may do on the cluster", () => {
  const scene = new ArtifactScene("access");
  const stacks: TestStack[] = [];

  beforeAll(async () => {
    for (const name of ["guest", "stranger"]) {
      const metadata = { name, namespace: scene.namespace };
      await scene.kubernetes.create({ apiVersion: "v1", kind: "ServiceAccount", metadata });
    }
    const subjects = [{ kind: "ServiceAccount", name: "guest", namespace: scene.namespace }];
    scene.declare({
      pools: {
        shared: scene.pool(request("shared"), {
          ...{ total: 2, target: 1 },
          whitelist: [{ team: "guests", subjects }],
        }),
        hidden: scene.pool(request("hidden"), { total: 1, target: 1 }),
      },
    });
    await scene.make("up");
  });

  afterAll(async () => {
    for (const stack of stacks) await stack.dispose();
  });

  test("a service account that is not named may do nothing, whatever team it says it is", async () => {
    const { code, output } = await borrower("stranger", "guests", "shared").then((stack) => stack.make("up"));
    expect(code).not.toBe(0);
    expect(output).toMatch(/forbidden/i);
    expect(await scene.states("shared")).toEqual(["clean"]);
  });

  test("a named one may not use the pools that it is not named for, not even as their owner", async () => {
    const stack = await borrower("guest", scene.namespace, "hidden");
    const { code, output } = await stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toMatch(/forbidden/i);
    expect(await scene.states("hidden")).toEqual(["clean"]);
  });

  test("another team is refused although its account has the rights", async () => {
    const stack = await borrower("guest", "others", "shared");
    const { code, output } = await stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toMatch(/others/);
    expect(await scene.states("shared")).toEqual(["clean"]);
  });

  test("a named one borrows and gives back with the rights that it was given, and the owner does the rest", async () => {
    const [first] = await scene.instances("shared");
    const stack = await borrower("guest", "guests", "shared");
    await succeeds(stack, "up");
    expect(await scene.states("shared")).toEqual(["borrowed"]);
    const outputs = (await stack.outputs()) as { artifacts: { web: unknown } };
    expect(outputs.artifacts.web).toMatchObject({ endpoint: `built ${first ?? ""}` });

    await scene.make("refresh");
    await scene.make("up");
    expect((await scene.states("shared")).toSorted()).toEqual(["borrowed", "clean"]);

    await succeeds(stack, "destroy");
    expect((await scene.states("shared")).toSorted()).toEqual(["clean", "dirty"]);
    await scene.make("refresh");
    await scene.make("up");
    expect(await scene.states("shared")).toEqual(["clean"]);
    expect(await scene.instances("shared")).not.toContain(first);
  });

  /** A stack that acts as a service account, and says that it is a team. */
  async function borrower(account: string, team: string, artifact: string): Promise<TestStack> {
    const stack = new TestStack(scene.lab.folder, {}, undefined, `${account}-${team}-${artifact}`);
    stacks.push(stack);
    const file = path.join(stack.folder, "kubeconfig");
    writeFileSync(file, await kubeconfigOf(account), { mode: 0o600 });
    stack.configure({
      ...scene.config({
        team,
        leases: {
          web: {
            ...{ artifact, cluster: "lab", namespace: scene.namespace, waitSeconds: 2 },
            ...{ results: ["endpoint"], publicResults: ["endpoint"] },
          },
        },
      }),
      clusters: { lab: { kubeconfig: file } },
      // Names the lab, which otherwise only the stack's own files would do.
      repositories: { lab: { urlFile: ".lab/git/url" } },
    });
    return stack;
  }

  async function kubeconfigOf(account: string): Promise<string> {
    const answer = await scene.kubernetes.request(
      "POST",
      `/api/v1/namespaces/${scene.namespace}/serviceaccounts/${account}/token`,
      { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
    );
    const { token } = tokenAnswer.parse(answer.body).status;
    const admin = kubeconfig.parse(parse(readFileSync(scene.lab.kubeconfig, "utf8")));
    return stringify({ ...admin, users: [{ name: admin.users[0].name, user: { token } }] });
  }
});

async function succeeds(stack: TestStack, operation: "up" | "destroy"): Promise<void> {
  const { code, output } = await stack.make(operation);
  if (code !== 0) throw new Error(`${operation} failed:\n${output}`);
}
