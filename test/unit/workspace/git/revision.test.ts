import fc from "fast-check";
import { isCommitId, resolveRevision } from "../../../../model/workspace/git/revision.js";
import { listedSubject, subjectOf } from "../../../../model/workspace/git/subject.js";
import type { GitRef } from "../../../../model/workspace/git/types.js";
import { isConstraint } from "../../../../model/workspace/git/versions.js";

const id = (digit: string): string => digit.repeat(40);
const tag = (name: string, commit: string): GitRef => ({ name: `refs/tags/${name}`, commit });
const branch = (name: string, commit: string): GitRef => ({ name: `refs/heads/${name}`, commit });

const REFS: readonly GitRef[] = [
  { name: "HEAD", commit: id("a"), target: "refs/heads/main" },
  branch("main", id("a")),
  branch("release-1.2", id("b")),
  branch("1.3", id("c")),
  branch("both", id("1")),
  branch("same", id("2")),
  { name: "refs/pull/7/head", commit: id("7") },
  tag("both", id("3")),
  tag("same", id("2")),
  tag("v1.0.0", id("4")),
  tag("v1.9.0", id("5")),
  tag("v1.10.0", id("6")),
  tag("v2.0.0-rc.1", id("8")),
  tag("0.9", id("9")),
  tag("latest", id("0")),
  tag("web/3.1.0", id("d")),
  tag("web/3.2.0", id("e")),
];

function resolved(revision: string, tagPrefix?: string): string {
  const resolution = resolveRevision(revision, REFS, tagPrefix === undefined ? {} : { tagPrefix });
  switch (resolution.kind) {
    case "commit":
      return resolution.ref ?? resolution.commit;
    case "abbreviation":
      return `abbreviation ${resolution.prefix}`;
    case "ambiguous":
    case "unknown":
      return resolution.kind;
  }
}

describe("resolveRevision", () => {
  it.each([
    ["", "refs/heads/main"],
    ["HEAD", "refs/heads/main"],
    ["main", "refs/heads/main"],
    ["refs/heads/main", "refs/heads/main"],
    ["heads/main", "refs/heads/main"],
    ["pull/7/head", "refs/pull/7/head"],
    ["latest", "refs/tags/latest"],
    ["release-1.2", "refs/heads/release-1.2"],
    ["same", "refs/heads/same"],
    ["refs/tags/both", "refs/tags/both"],
    ["1.*", "refs/tags/v1.10.0"],
    ["~1.9", "refs/tags/v1.9.0"],
    [">=1.0 <1.10", "refs/tags/v1.9.0"],
    [">=1.0, <1.10", "refs/tags/v1.9.0"],
    ["^0.9", "refs/tags/0.9"],
    ["*", "refs/tags/v1.10.0"],
    [">=2.0.0-0", "refs/tags/v2.0.0-rc.1"],
    ["v1.0.0", "refs/tags/v1.0.0"],
    ["0.9", "refs/tags/0.9"],
    // A version is no constraint, so a branch may be called so.
    ["1.3", "refs/heads/1.3"],
    ["1.0.0", "unknown"],
    ["^5", "unknown"],
    ["both", "ambiguous"],
    ["mian", "unknown"],
    ["abcdef", "unknown"],
    ["abcdef0", "abbreviation abcdef0"],
    ["ABCDEF01", "abbreviation abcdef01"],
    [id("F"), id("F")],
  ])("%j is %s", (revision, expected) => {
    expect(resolved(revision)).toBe(expected);
  });

  it.each([
    ["*", "refs/tags/web/3.2.0"],
    ["~3.1", "refs/tags/web/3.1.0"],
    ["3.1.0", "refs/tags/web/3.1.0"],
    ["^1", "unknown"],
    ["main", "refs/heads/main"],
  ])("%j among tags that begin with web/ is %s", (revision, expected) => {
    expect(resolved(revision, "web/")).toBe(expected);
  });

  it("takes a name that reads like a constraint for a name when no version satisfies it", () => {
    expect(resolveRevision("x", [branch("x", id("a"))])).toMatchObject({ ref: "refs/heads/x" });
  });

  it("follows the highest version however it is written, if that is one commit", () => {
    const one = [tag("1.2.0", id("a")), tag("v1.2.0", id("a"))];
    expect(resolveRevision("^1", one)).toMatchObject({ kind: "commit", commit: id("a") });
    const two = [tag("1.2.0", id("a")), tag("v1.2.0", id("b"))];
    expect(resolveRevision("^1", two)).toMatchObject({ kind: "ambiguous" });
  });

  it("names both meanings of an ambiguous name, and how to write one", () => {
    expect(resolveRevision("both", REFS)).toEqual({
      kind: "ambiguous",
      what: "'both' is ambiguous: it may be refs/heads/both (111111111111) or refs/tags/both (333333333333)",
      next: "Write the full name, as refs/heads/both",
    });
  });

  it("says what there is instead of an unknown name", () => {
    expect(resolveRevision("mian", REFS)).toEqual({
      kind: "unknown",
      what: "unable to resolve 'mian' to a commit SHA",
      next: "Write a tag, a commit, or one of the branches: main, release-1.2, 1.3, both, same",
    });
    expect(resolveRevision("^9", REFS)).toMatchObject({ next: expect.stringContaining("No tag") as string });
    expect(resolveRevision("", [])).toMatchObject({ next: expect.stringContaining("is empty") as string });
  });

  it("finds the highest of any versions, whatever the order of the tags", () => {
    const versions = fc.uniqueArray(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)), {
      minLength: 1,
      selector: (parts) => parts.join("."),
    });
    fc.assert(
      fc.property(versions, fc.boolean(), (parts, reversed) => {
        const sorted = [...parts].sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
        const tags = parts.map((version) => tag(`v${version.join(".")}`, id("a")));
        const resolution = resolveRevision("*", reversed ? [...tags].reverse() : tags);
        expect(resolution).toMatchObject({ ref: `refs/tags/v${sorted[0]!.join(".")}` });
      }),
    );
  });
});

describe("revisions", () => {
  it("knows a commit id", () => {
    expect([id("a"), id("A"), id("a").slice(1), `${id("a")}a`, id("g")].map(isCommitId)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it.each(["1.2.*", "^1", "~1.4", "*", ">=1.0 <2", ">=1, <2", "1.x", "1 - 2", "^1 || ^3"])(
    "%s is a constraint",
    (text) => {
      expect(isConstraint(text)).toBe(true);
    },
  );

  it.each(["", " ", "1", "1.2", "v1.2.3", "1.2.3-rc.1+b", "main", "release-1.2", "HEAD", "feature/1.x"])(
    "%j is no constraint",
    (text) => {
      expect(isConstraint(text)).toBe(false);
    },
  );
});

describe("the message of a commit", () => {
  it("is shown by its first line", () => {
    expect(subjectOf("Add web  \n\nMore of it")).toBe("Add web");
    expect(subjectOf("")).toBe("");
  });

  it("is cut in lists", () => {
    expect(listedSubject("x".repeat(64))).toBe("x".repeat(64));
    expect(listedSubject(`${"x".repeat(65)}\nmore`)).toBe(`${"x".repeat(61)}...`);
  });
});
