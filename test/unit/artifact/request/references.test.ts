import { validateRequest } from "../../../../model/artifact/request/validate.js";
import { requestWith } from "./requests.js";
import { told } from "./told.js";

describe("results", () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    [
      "of a task that has no such result",
      requestWith({
        unit: { results: [{ name: "x", value: "$(tasks.make.results.nope)" }] },
        spec: { results: [{ name: "url" }] },
      }),
      [
        'groundplan build.results[0].value: refers to result "nope" of task "make", which has no such result: it has url',
      ],
    ],
    [
      "twice, and with a name that is none",
      requestWith({
        unit: {
          results: ["a b", "x", "x"].map((name) => ({ name, value: "$(tasks.make.results.url)" })),
        },
        spec: { results: [{ name: "url" }] },
      }),
      [
        "groundplan build.results[0].name: must have letters, digits, dashes, underscores and dots, and begin and end with a letter or digit",
        'groundplan build.results[2].name: is the name of an earlier result, too: "x"',
      ],
    ],
  ])("are refused: %s", (_what, request, problems) => {
    expect(told(request)).toEqual(problems);
  });
});

describe("secrets and accounts", () => {
  const mounting = (secretName: string, unit: object = {}, request: object = {}): unknown =>
    requestWith({ unit, request, spec: { volumes: [{ name: "v", secret: { secretName } }] } });
  const path = "build.tasks[0].spec.volumes[0].secret.secretName";

  it.each<readonly [string, string, string]>([
    [
      "sec-$(params.art_id)-dns",
      `groundplan ${path}: task "make" uses the shared secret "dns", which the request does not name`,
      "Add {name: dns} to build.secrets",
    ],
    [
      "acnt-$(params.art_id)-$(params.inst_id)-gcp",
      `groundplan ${path}: task "make" uses the account "gcp", which the request does not name`,
      "Add {name: gcp} to build.accounts",
    ],
  ])("must be named to be mounted: %s", (secretName, problem, fix) => {
    expect(told(mounting(secretName))).toEqual([problem]);
    expect(validateRequest(mounting(secretName)).problems[0]?.fix).toBe(fix);
  });

  it("must have artifacts to mount the results of", () => {
    const name = "ref-$(params.art_id)-$(params.inst_id)";
    expect(told(mounting(name))).toEqual([
      `groundplan ${path}: task "make" uses the results of other artifacts, but the request has no refs`,
    ]);
    expect(told(mounting(name, {}, { refs: [{ name: "opsman" }] }))).toEqual([]);
  });

  it("are fine once they are named", () => {
    const unit = { secrets: [{ name: "dns" }], accounts: [{ name: "gcp" }] };
    expect(told(mounting("sec-$(params.name)-dns", unit))).toEqual([]);
    expect(told(mounting("acnt-carv01-$(params.inst_id)-gcp", unit))).toEqual([]);
    expect(told(mounting("some-secret-of-mine"))).toEqual([]);
  });
});
