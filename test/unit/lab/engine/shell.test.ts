import { spawnSync } from "node:child_process";
import { shellChanges } from "../../../../lab/engine/shell.js";

function evaluated(changes: string, show: string, env: Readonly<Record<string, string>> = {}): string {
  return spawnSync("sh", ["-c", `${changes}printf %s "${show}"`], { encoding: "utf8", env }).stdout;
}

test("a shell reads the exports back, whatever is in them", () => {
  const value = `it's "$HOME" \\ and\nmore`;
  expect(evaluated(shellChanges({}, { LAB_TEXT: value }), "$LAB_TEXT")).toBe(value);
});

test("an empty value is exported as empty, in place of another one", () => {
  const present = { LAB_TEXT: "theirs" };
  expect(evaluated(shellChanges(present, { LAB_TEXT: "" }), "${LAB_TEXT-unset}", present)).toBe("");
});

test("a variable that is to go is unset", () => {
  const present = { LAB_TEXT: "theirs" };
  expect(evaluated(shellChanges(present, { LAB_TEXT: undefined }), "${LAB_TEXT-unset}", present)).toBe(
    "unset",
  );
});

test("what stays as it is is not mentioned", () => {
  expect(shellChanges({ LAB_TEXT: "same" }, { LAB_TEXT: "same", LAB_ABSENT: undefined })).toBe("");
});
