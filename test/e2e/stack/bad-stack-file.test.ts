import { AuditLog } from "../../support/audit-log.js";
import { smallCatalogue, type TestCatalogue } from "../../support/catalogue.js";
import { testLab, type TestLab } from "../../support/lab.js";
import { TestStack } from "../../support/stack.js";

interface Fault {
  readonly what: string;
  readonly edit: (catalogue: TestCatalogue) => void;
  /** What the message must contain: the key, and the remedy. */
  readonly told: readonly RegExp[];
}

const FAULTS: readonly Fault[] = [
  {
    what: "a misspelt key",
    edit: (catalogue) => {
      catalogue.imagehub.organisations = [];
    },
    told: [/imagehub\.organisations/, /organizations/],
  },
  {
    what: "a misspelt top-level key",
    edit: (catalogue) => {
      catalogue.imagehubs = {};
    },
    told: [/imagehubs/, /imagehub/],
  },
  {
    what: "a value of the wrong type",
    edit: (catalogue) => {
      catalogue.imagehub.images[0]!.detail = { keywords: "Database" };
    },
    told: [/imagehub\.images\[0\]\.detail\.keywords/, /array/, /pulumi config set --path/],
  },
  {
    what: "an image declared twice",
    edit: (catalogue) => {
      catalogue.imagehub.images.push({ name: catalogue.imagehub.images[0]!.name });
    },
    told: [/imagehub\.images\[3\]/, /bad\/mysql:v8\.0\.25/],
  },
  {
    what: "two images whose object names collide",
    edit: (catalogue) => {
      catalogue.imagehub.images.push({ name: "bad/x.y:z" }, { name: "bad/x:y.z" });
    },
    told: [/bad\/x\.y:z/, /bad\/x:y\.z/, /bad\.x\.y\.z/],
  },
  {
    what: "a missing secret",
    edit: (catalogue) => {
      catalogue.registries = {
        lab: {
          host: "registry.groundplan.test",
          endpointFile: ".lab/registry/endpoint",
          username: "groundplan",
        },
      };
    },
    told: [/registries/, /pulumi config set --secret/],
  },
  {
    what: "a cluster that is not defined",
    edit: (catalogue) => {
      catalogue.imagehub.cluster = "elsewhere";
    },
    told: [/imagehub\.cluster/, /elsewhere/, /lab/],
  },
  {
    what: "a gateway that does nothing",
    edit: (catalogue) => {
      catalogue.gateways = { web: {} };
    },
    told: [/gateways\.web/, /does nothing/],
  },
  {
    what: "a reference to nothing",
    edit: (catalogue) => {
      catalogue.imagehub.images[0]!.detail = { description: "${imagehub.bad/nothing:v1.digest}" };
    },
    told: [/imagehub\.images\[0\]\.detail\.description/, /bad\/nothing:v1/],
  },
];

describe("a bad stack file is refused before anything is touched", () => {
  let lab: TestLab;
  let stack: TestStack;

  beforeAll(async () => {
    lab = await testLab();
    stack = new TestStack(lab.folder);
  });

  afterAll(() => stack.dispose());

  async function refusal(edits: readonly Fault[]): Promise<string> {
    const catalogue = smallCatalogue("bad");
    for (const fault of edits) fault.edit(catalogue);
    stack.configure(catalogue);
    const audit = new AuditLog(lab.folder);
    const mark = audit.mark();
    const run = await stack.make("up");
    expect(run.code).not.toBe(0);
    expect(audit.ourWritesSince(mark)).toEqual([]);
    expect(run.output).not.toMatch(/^\s+at .*\.js:\d+/m);
    return run.output;
  }

  test.each(FAULTS)("$what", async (fault) => {
    const output = await refusal([fault]);
    for (const expected of fault.told) expect(output).toMatch(expected);
  });

  test("all faults at once", async () => {
    const together = FAULTS.filter((fault) => !/reference|collide/.test(fault.what));
    const output = await refusal(together);
    for (const fault of together) expect(output).toMatch(fault.told[0]!);
  });

  test("a key written twice", async () => {
    stack.writeStackFile("config:\n  groundplan:installation: a\n  groundplan:installation: b\n");
    const run = await stack.make("up");
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(/groundplan:installation/);
  });
});
