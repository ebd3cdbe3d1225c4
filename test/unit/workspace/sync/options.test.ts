import { formatProblem } from "../../../../model/shared/problem.js";
import {
  DEFAULT_SYNC_OPTIONS,
  objectOptionFaults,
  objectOptions,
  parseSyncOptions,
} from "../../../../model/workspace/sync/options.js";
import { manifest, withOptions } from "./manifests.js";

describe("options of a workspace", () => {
  it("has defaults", () => {
    expect(parseSyncOptions([])).toEqual({ options: DEFAULT_SYNC_OPTIONS, problems: [] });
  });

  it.each([
    ["CreateNamespace=true", { createNamespace: true }],
    ["Validate=false", { validate: false }],
    ["SkipDryRunOnMissingResource=true", { skipDryRunOnMissingResource: true }],
    ["ApplyOutOfSyncOnly=true", { applyOutOfSyncOnly: true }],
    ["PruneLast=true", { pruneLast: true }],
    ["PrunePropagationPolicy=background", { prunePropagationPolicy: "background" }],
    ["PrunePropagationPolicy=orphan", { prunePropagationPolicy: "orphan" }],
    ["Prune=false", { prune: "false" }],
    ["Prune=confirm", { prune: "confirm" }],
    ["Delete=false", { delete: "false" }],
    ["Delete=confirm", { delete: "confirm" }],
    ["Replace=true", { replace: true }],
    ["Force=true", { force: true }],
    ["ServerSideApply=true", {}],
    ["FailOnSharedResource=true", { failOnSharedResource: true }],
    ["RespectIgnoreDifferences=true", { respectIgnoreDifferences: true }],
    ["ClientSideApplyMigration=false", { clientSideApplyMigration: false }],
    [" PruneLast=true ", { pruneLast: true }],
  ])("%s", (text, expected) => {
    expect(parseSyncOptions([text])).toEqual({
      options: { ...DEFAULT_SYNC_OPTIONS, ...expected },
      problems: [],
    });
  });

  it.each([
    [["Prunelast=true"], '[0]: "Prunelast" is no sync option (did you mean "PruneLast"?)'],
    [["PruneLast"], "[0]: sync option PruneLast has no value (write PruneLast=true or PruneLast=false)"],
    [
      ["Replace=true", "PruneLast=yes"],
      '[1]: sync option PruneLast cannot be "yes" (write PruneLast=true or PruneLast=false)',
    ],
    [
      ["ServerSideApply=false"],
      '[0]: sync option ServerSideApply cannot be "false" (write ServerSideApply=true)',
    ],
    [
      ["Prune=false", "Prune=confirm"],
      '[1]: sync option Prune is "false" as well as "confirm" (keep one of the two)',
    ],
  ])("%j is refused", (texts, expected) => {
    expect(parseSyncOptions(texts).problems.map(formatProblem)).toEqual([expected]);
  });

  it("names the options when none is near", () => {
    expect(parseSyncOptions(["Foo=true"]).problems[0]?.fix).toContain("CreateNamespace, Validate");
  });
});

describe("options of an object", () => {
  const object = manifest("ConfigMap", "a");
  const app = { ...DEFAULT_SYNC_OPTIONS, prune: "false", replace: true } as const;

  it("overrides those of the workspace", () => {
    expect(objectOptions(object, app)).toMatchObject({ prune: "false", replace: true });
    expect(objectOptions(withOptions(object, "Prune=true,Replace=false"), app)).toMatchObject({
      prune: "true",
      replace: false,
    });
  });

  it("may be written on the live object; the rendered one counts first", () => {
    const live = withOptions(object, "Force=true,Replace=true");
    expect(objectOptions(object, DEFAULT_SYNC_OPTIONS, live)).toMatchObject({ force: true, replace: true });
    expect(objectOptions(withOptions(object, "Force=false"), DEFAULT_SYNC_OPTIONS, live)).toMatchObject({
      force: false,
      replace: true,
    });
  });

  it("does not count with a value that it does not have, nor for a whole workspace", () => {
    const faulty = withOptions(object, "Replace=yes,CreateNamespace=true,PruneFirst=true");
    expect(objectOptions(faulty, DEFAULT_SYNC_OPTIONS)).toEqual(DEFAULT_SYNC_OPTIONS);
    expect(objectOptionFaults(faulty).map(({ reason }) => reason)).toEqual([
      'sync option Replace cannot be "yes"',
      "sync option CreateNamespace is for a whole workspace",
      '"PruneFirst" is no sync option',
    ]);
    expect(objectOptionFaults(withOptions(object, "Replace=true"))).toEqual([]);
  });
});
