import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { isNodeError } from "../../../clients/node/errors.js";
import { assignments } from "../../../clients/node/parameters.js";
import { lockScript } from "../../../clients/node/scripts/lock.sh.js";
import { APPEND } from "../../../clients/node/scripts/upload.sh.js";
import { answerOf, runLocally } from "./local-shell.js";

const SHELLS = [["dash"], ["bash", "--posix"], ["busybox", "sh"]].filter(
  ([binary = "", ...args]) => spawnSync(binary, [...args, "-c", "true"]).status === 0,
);

const NASTY = [
  "",
  " ",
  "plain",
  "it's",
  `say "hi"`,
  "back\\slash \\n \\\\",
  "$HOME $(id) `id` ${x}",
  "two\nlines\n",
  "\n\n",
  "tab\tcr\r\nend",
  "\u0001\u0002\u001b[31m\u007f",
  "日本語 ü 🦊",
  "-n",
  "-e \\c",
  "%s %d %%",
  "*",
  "~",
  "a=b; rm -rf /nowhere #",
  "ends with dot.",
  "& && &amp;",
];

describe.each(SHELLS.map((shell) => [shell.join(" "), shell] as const))(
  "scripts under %s",
  (_name, shell) => {
    it.each(NASTY.map((text) => [JSON.stringify(text), text] as const))("hand %s through", (_shown, text) => {
      expect(answerOf(`answer text got "$value"`, { value: text }, shell)).toEqual({ got: text });
    });

    it("hand any text through", () => {
      fc.assert(
        fc.property(
          fc.dictionary(fc.stringMatching(/^v[a-z0-9]{0,5}_x$/), anyText(), { maxKeys: 8 }),
          (texts) => {
            const members = Object.keys(texts).map((name) => `text ${name} "$${name}"`);
            expect(answerOf(`answer ${members.join(" ")}`, texts, shell)).toEqual(texts);
          },
        ),
        { numRuns: 40 },
      );
    });

    it("hand any list and any object through", () => {
      const script = `
eval "set -- $list"
items=
for item do push_text items "$item"; done
eval "set -- $map"
pairs=
while [ $# -gt 0 ]; do object pair text key "$1" text value "$2"; push pairs "$pair"; shift 2; done
answer json items "[$items]" json pairs "[$pairs]"`;
      fc.assert(
        fc.property(fc.array(anyText()), fc.dictionary(anyText(), anyText()), (list, map) => {
          const pairs = Object.entries(map).map(([key, value]) => ({ key, value }));
          expect(answerOf(script, { list, map }, shell)).toEqual({ items: list, pairs });
        }),
        { numRuns: 40 },
      );
    });

    it("take objects in lists apart", () => {
      const script = `
rows=
eval "set -- $disks"
for disk do
  fields disk_ "$disk"
  names=
  eval "set -- $disk_tags"
  for tag do push_text names "$tag"; done
  object row text name "$disk_name" number size "$disk_size" flag on "$disk_on" maybe note "$disk_note" json tags "[$names]"
  push rows "$row"
done
answer json disks "[$rows]"`;
      const disks = [
        { name: "it's\none", size: 12, on: true, note: null, tags: ["a b", "c'd"] },
        { name: "two", size: 0, on: false, note: "x", tags: [] },
      ];
      expect(answerOf(script, { disks }, shell)).toEqual({ disks });
    });

    it("tell numbers, and nothing where there is none", () => {
      const script = `answer number a 0 number b 12 number c -3 number d 1.5 number e "" number f 18446744073709551615`;
      expect(answerOf(script, {}, shell)).toEqual({
        a: 0,
        b: 12,
        c: -3,
        d: 1.5,
        e: null,
        f: 18446744073709552000,
      });
    });

    it.each(["012", "1e", "0x10", "12 ", "NaN", "-"])("refuse %s as a number", (text) => {
      const { code, stderr } = runLocally(`answer number a "$value"`, { value: text }, shell);
      expect(code).toBe(1);
      expect(stderr).toContain(`${text} is no number`);
    });

    it("end at the first command that fails, and at variables that are not set", () => {
      expect(runLocally("false\necho reached", {}, shell)).toMatchObject({ code: 1, stdout: "" });
      const unset = runLocally('echo "$never_set"\necho reached', {}, shell);
      expect(unset.stdout).toBe("");
      expect(unset.code).not.toBe(0);
    });

    it("have an empty input", () => {
      expect(answerOf('input=$(cat)\nanswer text input "$input"', {}, shell)).toEqual({ input: "" });
    });

    it("do nothing when their end is cut off", () => {
      const input = `{\necho did something\n`;
      const run = spawnSync(shell[0]!, [...shell.slice(1), "-eu"], { input, encoding: "utf8" });
      expect(run.stdout).toBe("");
      expect(run.status).not.toBe(0);
    });

    it("write files in one step, with their mode", () => {
      const script = `
folder=$(mktemp -d)
put_file "$folder/a b" 640 "$content"
answer text mode "$(stat -c %a "$folder/a b")" number bytes "$(stat -c %s "$folder/a b")" number files "$(ls "$folder" | wc -l)"
rm -r "$folder"`;
      expect(answerOf(script, { content: "x'\n\n" }, shell)).toEqual({ mode: "640", bytes: 4, files: 1 });
    });

    it("say what fails", () => {
      expect(runLocally('fail "no disk"', {}, shell)).toMatchObject({ code: 1, stderr: "no disk\n" });
    });

    it("take a megabyte", () => {
      const value = "ä'\n".repeat(250_000);
      expect(answerOf(`answer number length "\${#value}"`, { value }, shell)).toEqual({
        length: expect.any(Number) as number,
      });
      expect(
        answerOf(`printf '%s' "$value" | wc -c | { read -r n; answer number bytes "$n"; }`, { value }, shell),
      ).toEqual({
        bytes: 1_000_000,
      });
    });

    it("are understood", () => {
      const folders = { run: "/run/it's", state: "/s" };
      for (const text of [lockScript(folders), APPEND]) {
        const run = spawnSync(shell[0]!, [...shell.slice(1), "-n"], { input: text, encoding: "utf8" });
        expect([run.status, run.stderr]).toEqual([0, ""]);
      }
    });
  },
);

describe("parameters", () => {
  it.each(["Upper", "with-dash", "1st", "", "gp_value", "a b", "x;id"])("cannot be called %j", (name) => {
    const refused = refusal({ [name]: "v" });
    expect(isNodeError(refused, "Invalid")).toBe(true);
    expect((refused as Error).message).toContain("cannot be the name");
  });

  it("say where a text is that no shell can hold, and not the text", () => {
    const refused = refusal({ disks: [{ name: "secret\0rest" }] });
    expect((refused as Error).message).toContain("disks[0].name holds a NUL character");
    expect((refused as Error).message).not.toContain("rest");
    expect((refusal({ a: "\ud800" }) as Error).message).toContain("a is not valid Unicode");
  });

  it("leave absent members of objects out", () => {
    expect(assignments({ map: { a: undefined, b: 1 } }, "here")).toBe(`map=''\\''b'\\'' '\\''1'\\'''\n`);
  });
});

function refusal(parameters: Record<string, never> | Parameters<typeof assignments>[0]): unknown {
  try {
    return assignments(parameters, "here");
  } catch (error) {
    return error;
  }
}

/** Texts of all sorts, but those that no shell can hold. */
function anyText(): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.constantFrom("'", '"', "\\", "\n", "$", "`", "\r", "\t", "%", "\u0001", "\u007f"),
    fc.string({ unit: "grapheme" }),
  );
  return fc
    .array(unit, { maxLength: 12 })
    .map((parts) => parts.join("").replaceAll("\0", ""))
    .filter((text) => !/\p{Surrogate}/u.test(text));
}
