import { matchesSelector } from "../../../clients/kubernetes/selectors.js";

const LABELS = { app: "web", tier: "front", "example.com/rank": "7", empty: "" };

describe("label selectors", () => {
  test.each([
    ["", true],
    ["app=web", true],
    ["app==web,tier=front", true],
    ["app = web", true],
    ["app=api", false],
    ["app!=api", true],
    ["absent!=api", true],
    ["app in (web,api)", true],
    ["app in ( api , db )", false],
    ["app notin (api),tier in (front,back)", true],
    ["absent notin (x)", true],
    ["absent in (x)", false],
    ["app", true],
    ["!app", false],
    ["!absent,example.com/rank", true],
    ["example.com/rank>6", true],
    ["example.com/rank<7", false],
    ["absent>1", false],
    ["empty=", true],
    ["constructor", false],
  ])("%s: %s", (selector, expected) => {
    expect(matchesSelector(LABELS, selector)).toBe(expected);
  });

  test("an object without labels matches what asks for nothing", () => {
    expect(matchesSelector(undefined, "!app")).toBe(true);
    expect(matchesSelector(undefined, "app")).toBe(false);
  });

  test.each(["a b", "=x", "app in web", "app in (web", "a=b=c", "a,,b"])(
    "%s is refused as a server would",
    (selector) => {
      expect(() => matchesSelector(LABELS, selector)).toThrow(`unable to parse the selector "${selector}"`);
    },
  );
});
