import { writeFileSync } from "node:fs";
import path from "node:path";
import { ArtifactScene, request } from "../../support/artifact-scene.js";

jest.setTimeout(300_000);

/** As it is printed where artifacts were first described; only its placeholder has become a script. */
const PRINTED = {
  name: "carv01",
  total: 1,
  target: 1,
  build: {
    tasks: [
      {
        name: "opsman-task1",
        spec: {
          steps: [{ name: "step-collectdata", image: "ubuntu", script: "echo this is my script" }],
        },
      },
    ],
  },
  clean: {
    tasks: [
      {
        name: "task1",
        spec: {
          steps: [
            {
              name: "collect-data",
              image: "ubuntu",
              script: "echo $(params.name)\necho with art_id:",
            },
          ],
        },
      },
    ],
  },
};

describe("the example as it is printed", () => {
  const scene = new ArtifactScene("printed-example");

  test("up builds the pool to its target, and then nothing is left to do", async () => {
    writeFileSync(path.join(scene.stack.folder, "carv01.json"), JSON.stringify(PRINTED));
    scene.declare({ pools: { carv01: { ...scene.place, file: "./carv01.json" } } });
    expect(await scene.make("up")).toContain("1 to build");
    expect(await scene.states("carv01")).toEqual(["clean"]);
    expect(scene.recorder.runsOf("build").map(({ succeeded }) => succeeded)).toEqual(["True"]);
    expect(await scene.outputOf("artifacts", "carv01")).toMatchObject({
      phase: "Succeeded",
      instances: "1 clean",
    });
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("destroy cleans the instance with its own pipeline and leaves no object behind", async () => {
    const built = await scene.instances("carv01");
    await scene.make("destroy");
    expect(scene.recorder.runsOf("clean")).toEqual(
      built.map((instance) => expect.objectContaining({ instance, succeeded: "True" }) as unknown),
    );
    await scene.expectNothingLeft();
  });
});

/** With everything that a request can have: parameters, a result, a shared secret, an account, another artifact. */
function full(): object {
  const values = ["art_id", "inst_id"].map((name) => ({ name, value: `$(params.${name})` }));
  const secret = (name: string, secretName: string): object => ({ name, secret: { secretName } });
  const mount = (name: string): object => ({ name, mountPath: `/var/${name}` });
  return {
    name: "carv01",
    total: 3,
    target: 2,
    refs: [{ name: "opsman" }],
    build: {
      params: ["art_id", "inst_id"].map((name) => ({ name, type: "string", description: "which" })),
      secrets: [{ name: "dns" }],
      accounts: [{ name: "gcp" }],
      tasks: [
        {
          name: "make",
          paramValues: values,
          spec: {
            params: ["art_id", "inst_id"].map((name) => ({ name, description: "" })),
            results: [{ name: "endpoint", description: "url" }],
            volumes: [
              secret("dns", "sec-$(params.art_id)-dns"),
              secret("acc", "acnt-$(params.art_id)-$(params.inst_id)-gcp"),
              secret("ref", "ref-$(params.art_id)-$(params.inst_id)"),
            ],
            steps: [
              {
                name: "go",
                image: "ubuntu",
                script: [
                  "zone=$(cat /var/dns/zone)",
                  "project=$(cat /var/acc/project)",
                  "printf https://$project.$zone/$(find /var/ref -type l | wc -l) > $(results.endpoint.path)",
                ].join("\n"),
                volumeMounts: ["dns", "acc", "ref"].map(mount),
              },
            ],
          },
        },
      ],
      results: [{ name: "endpoint", value: "$(tasks.make.results.endpoint)" }],
    },
    clean: {
      accounts: [{ name: "gcp" }],
      tasks: [
        {
          name: "drop",
          spec: {
            volumes: [secret("acc", "acnt-$(params.art_id)-$(params.inst_id)-gcp")],
            steps: [
              {
                name: "rm",
                image: "ubuntu",
                script: 'test "$(params.result_endpoint)" && cat /var/acc/project',
                volumeMounts: [mount("acc")],
              },
            ],
          },
        },
      ],
    },
  };
}

describe("an example with everything", () => {
  const scene = new ArtifactScene("full-example");

  test("each instance is built with its own account and instance of the other artifact; results are outputs", async () => {
    scene.declare({
      accounts: { gcp: { ...scene.place, entries: ["one", "two", "three"] } },
      secrets: { dns: scene.place },
      pools: {
        opsman: scene.pool(request("opsman"), { total: 4, target: 1 }),
        carv01: scene.pool(full() as Readonly<Record<string, unknown>>),
      },
    });
    await scene.setSecrets({
      "accounts.gcp.one.project": "project-one",
      "accounts.gcp.two.project": "project-two",
      "accounts.gcp.three.project": "project-three",
      "secrets.dns.zone": "example.com",
    });
    await scene.make("up");

    const ledger = await scene.ledger("carv01");
    expect(ledger.map(({ record }) => record.state)).toEqual(["clean", "clean"]);
    const accounts = ledger.map(({ record }) => record.accounts["gcp"] ?? "");
    expect(new Set(accounts).size).toBe(2);
    expect(ledger.map(({ results }) => results["endpoint"])).toEqual(
      accounts.map(
        (entry) => expect.stringMatching(`^https://project-${entry}\\.example\\.com/[1-9]`) as unknown,
      ),
    );
    const held = ledger.map(({ record }) => record.refs["opsman"]?.instance);
    expect(new Set(held).size).toBe(2);
    expect((await scene.states("opsman")).filter((state) => state === "borrowed")).toHaveLength(2);

    const summary = await scene.outputOf("artifacts", "carv01");
    const [first] = ledger;
    expect(summary[first?.record.instance ?? ""]).toMatchObject({ endpoint: first?.results["endpoint"] });
    expect(await scene.recorder.mostSlots()).toBeLessThanOrEqual(3 + 4);
  });

  test("destroy gives accounts and instances back and leaves no object behind", async () => {
    await scene.make("destroy");
    await scene.expectNothingLeft();
    const cleaned = scene.recorder.runsOf("clean");
    expect(cleaned.filter(({ succeeded }) => succeeded !== "True")).toEqual([]);
    expect(new Set(cleaned.map(({ instance }) => instance)).size).toBe(
      new Set(scene.recorder.runsOf("build").map(({ instance }) => instance)).size,
    );
  });
});
