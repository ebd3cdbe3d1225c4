import fc from "fast-check";
import { splitEntrypoint } from "../../../model/reservation/container/entrypoint.js";
import { mergedEnvironment, startupEntrypoint } from "../../../model/reservation/container/startup.js";

const words = (entrypoint: string) => {
  const split = splitEntrypoint(entrypoint);
  return split.ok ? split.words : split.reason;
};

describe("entrypoints", () => {
  it.each([
    ["", []],
    [" \n ", []],
    ["/sbin/my_init --x", ["/sbin/my_init", "--x"]],
    ["a 'b c' \"d e\"", ["a", "b c", "d e"]],
    ["a''b \"\" ''", ["ab", "", ""]],
    ['\'a\\b\' "a\\"b" a\\ b', ["a\\b", 'a"b', "a b"]],
    ["a # comment 'x\nb", ["a", "b"]],
    ["a#b", ["a#b"]],
    ["$HOME/* `x` $(y) | z", ["$HOME/*", "`x`", "$(y)", "|", "z"]],
    ["'a", "invalid entrypoint definition ''a'"],
    ['a "b', "invalid entrypoint definition 'a \"b'"],
    ["a\\", "invalid entrypoint definition 'a\\'"],
  ])("%j", (entrypoint, expected) => {
    expect(words(entrypoint)).toEqual(expected);
  });

  it("of start-up entries quote their arguments", () => {
    const args = ["extra", "argument with spaces", 'with "skip"'];
    const entrypoint = startupEntrypoint({ name: "/start", args });
    expect(entrypoint).toBe('/start "extra" "argument with spaces" "with \\"skip\\""');
    expect(words(entrypoint)).toEqual(["/start", ...args]);
  });

  it("of start-up entries give their arguments back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (args) => {
        expect(words(startupEntrypoint({ name: "x", args }))).toEqual(["x", ...args]);
      }),
    );
  });
});

it("a container's variables go before the image's", () => {
  expect(mergedEnvironment({ HELLO: "HELLO", A: "1" }, { FOO: "BAR", HELLO: "WORLD" })).toEqual({
    A: "1",
    FOO: "BAR",
    HELLO: "WORLD",
  });
});
