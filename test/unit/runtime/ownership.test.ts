import { OWNER_ANNOTATION, ownerMark, TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import { decideOwnership, mayDelete } from "../../../providers/runtime/ownership.js";

const scope = { installation: "i1", project: "shop", stack: "dev" };
const ours = { mark: ownerMark(scope, "team/web"), token: "t2" };
const marked = (mark: string): Record<string, string> => ({
  [OWNER_ANNOTATION]: mark,
  [TOKEN_ANNOTATION]: "t1",
});

describe("decideOwnership", () => {
  it.each<[string, Record<string, string> | undefined, boolean, string]>([
    ["nothing there", undefined, false, "create"],
    ["our own from a lost create", marked("i1/shop/dev/team/web"), false, "adopt"],
    ["our own under another resource's name", marked("i1/shop/dev/other"), false, "adopt"],
    ["another installation's", marked("i2/shop/dev/team/web"), false, "refuse"],
    ["another stack's", marked("i1/shop/prod/team/web"), false, "refuse"],
    ["another project's", marked("i1/store/dev/team/web"), false, "refuse"],
    ["unmarked", {}, false, "refuse"],
    ["unmarked, on request", {}, true, "adopt"],
    ["another stack's, on request", marked("i1/shop/prod/x"), true, "adopt"],
  ])("%s", (_what, found, adopt, action) => {
    expect(decideOwnership(found, ours, adopt).action).toBe(action);
  });

  it("names the holder when it refuses", () => {
    expect(decideOwnership(marked("i2/a/b/c"), ours, false)).toEqual({
      action: "refuse",
      reason: "it exists already and belongs to i2/a/b/c; set `adopt: true` to take it over",
    });
  });
});

describe("mayDelete", () => {
  it.each([
    ["gone", undefined, "t1", { verdict: "gone" }],
    ["bearing our token", marked("i1/shop/dev/web"), "t1", { verdict: "yes" }],
    [
      "bearing a later token",
      marked("i1/shop/dev/new"),
      "t0",
      { verdict: "foreign", holder: "i1/shop/dev/new" },
    ],
    ["unmarked", {}, "t1", { verdict: "foreign", holder: "somebody who left no owner mark" }],
    [
      "without a token on either side",
      { [TOKEN_ANNOTATION]: "" },
      "",
      { verdict: "foreign", holder: "somebody who left no owner mark" },
    ],
  ])("%s", (_what, found, token, decision) => {
    expect(mayDelete(found, token)).toEqual(decision);
  });
});
