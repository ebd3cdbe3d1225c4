import { fulfils } from "../../../../model/vimana/rollout/success-when.js";

test.each([
  ["< 0.01", 0.009, true],
  ["< 0.01", 0.01, false],
  ["<=0.01", 0.01, true],
  ["> -1", 0, true],
  [">= 99.5", 99.4, false],
  ["== 200", 200, true],
  ["!= 200", 204, true],
  ["< 1", NaN, false],
  ["!= 1", NaN, false],
  ["< 1", -Infinity, true],
])("%s of %d is %s", (rule, value, expected) => {
  expect(fulfils(rule, value)).toBe(expected);
});

test("a rule of another form is a fault of whoever let it pass", () => {
  expect(() => fulfils("about 3", 3)).toThrow(/"about 3" is not an operator and a number/);
});
