import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { tempFolder } from "../plugins/temp-folder.js";
import { open, reasonOf } from "./open.js";
import { SourceRepository } from "./source-repository.js";

const FILES = {
  "README.md": "top",
  "apps/web/deployment.yaml": "kind: Deployment",
  "apps/web/base/service.yaml": "kind: Service",
  "apps/db/set.yaml": "kind: StatefulSet",
  ".gitignore": "*.tmp\n",
};

describe("a repository in files", () => {
  let source: SourceRepository;
  let cache: string;
  let first: string;

  beforeEach(() => {
    const folder = tempFolder();
    source = new SourceRepository(path.join(folder, "source"));
    cache = path.join(folder, "cache");
    first = source.commit(FILES, "First\n\nWith a body\n");
  });

  /** Everything below a folder, by path, without git's own folders. */
  function filesIn(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .sort();
  }

  it("lists references, with what HEAD stands for and what annotated tags are tags of", async () => {
    source.git("tag", "v1.0.0");
    source.git("tag", "--annotate", "--message=two", "v2.0.0");
    expect(await open(source.url, cache).refs()).toEqual([
      { name: "HEAD", commit: first, target: "refs/heads/main" },
      { name: "refs/heads/main", commit: first },
      { name: "refs/tags/v1.0.0", commit: first },
      { name: "refs/tags/v2.0.0", commit: first },
    ]);
  });

  it("resolves branches, tags, constraints and commits", async () => {
    source.git("tag", "v1.2.0");
    const second = source.commit({ a: "1" });
    source.git("tag", "--annotate", "--message=x", "v1.10.0");
    source.git("branch", "next", first);
    const client = open(source.url, cache);
    expect(await client.resolve("")).toEqual({ commit: second, ref: "refs/heads/main" });
    expect(await client.resolve("next")).toEqual({ commit: first, ref: "refs/heads/next" });
    expect(await client.resolve("^1.0")).toEqual({ commit: second, ref: "refs/tags/v1.10.0" });
    expect(await client.resolve("v1.2.0")).toEqual({ commit: first, ref: "refs/tags/v1.2.0" });
    expect(await client.resolve(first.slice(0, 8))).toEqual({ commit: first });
  });

  it("asks nobody about a whole commit id", async () => {
    expect(await open("/not/there", cache).resolve(first)).toEqual({ commit: first });
  });

  it("tells an unknown, an ambiguous and an abbreviated unknown revision apart", async () => {
    source.git("branch", "both");
    source.commit({ a: "1" });
    source.git("tag", "both");
    const client = open(source.url, cache);
    expect(await reasonOf(client.resolve("nothing"))).toBe(
      `UnknownRevision: ${source.url}: unable to resolve 'nothing' to a commit SHA. ` +
        "Write a tag, a commit, or one of the branches: both, main",
    );
    expect(await reasonOf(client.resolve("both"))).toMatch(
      /^AmbiguousRevision: .*refs\/heads\/both \(\w{12}\) or refs\/tags\/both \(\w{12}\)/,
    );
    expect(await reasonOf(client.resolve("0123456"))).toMatch(/^UnknownRevision: .*'0123456'/);
  });

  it("says that an empty repository is empty", async () => {
    const empty = new SourceRepository(path.join(tempFolder(), "empty"));
    expect(await reasonOf(open(empty.url, cache).resolve(""))).toMatch(/^UnknownRevision: .*is empty/);
  });

  it("fetches the files of a commit, and of a later one", async () => {
    const second = source.commit({ "README.md": "changed" });
    const client = open(source.url, cache);
    const [one, two] = await Promise.all([client.fetch(first), client.fetch(second)]);
    expect(filesIn(one.folder)).toEqual(Object.keys(FILES).sort());
    expect(readFileSync(path.join(one.folder, "README.md"), "utf8")).toBe("top");
    expect(readFileSync(path.join(two.folder, "README.md"), "utf8")).toBe("changed");
  });

  it("fetches only what was asked for, and the files above it", async () => {
    const { folder } = await open(source.url, cache).fetch(first, ["apps/web/"]);
    expect(filesIn(folder)).toEqual([
      ".gitignore",
      "README.md",
      "apps/web/base/service.yaml",
      "apps/web/deployment.yaml",
    ]);
    const objects = filesIn(path.join(folder, "..", "git")).filter((name) => name.endsWith(".promisor"));
    expect(objects.length).toBeGreaterThan(0);
  });

  it("takes a file for the folder it is in, and the top for everything", async () => {
    const client = open(source.url, cache);
    const file = await client.fetch(first, ["apps/db/set.yaml"]);
    expect(filesIn(file.folder)).toEqual([".gitignore", "README.md", "apps/db/set.yaml"]);
    const above = await client.fetch(first, ["README.md"]);
    expect(filesIn(above.folder)).toEqual([".gitignore", "README.md"]);
    const top = await client.fetch(first, ["."]);
    expect(filesIn(top.folder)).toEqual(Object.keys(FILES).sort());
  });

  it("works also where the server knows no filters", async () => {
    source.git("config", "uploadpack.allowFilter", "false");
    const { folder } = await open(source.url, cache).fetch(first, ["apps/db"]);
    expect(filesIn(folder)).toEqual([".gitignore", "README.md", "apps/db/set.yaml"]);
  });

  it.each([
    [["apps/none", "apps/web"], /^PathMissing: .* has no path "apps\/none"/],
    [["../etc"], /^Invalid: .*"\.\.\/etc" is no path in a repository/],
    [["/etc"], /^Invalid: /],
  ])("refuses the paths %j", async (paths, expected) => {
    expect(await reasonOf(open(source.url, cache).fetch(first, paths))).toMatch(expected);
  });

  it("names a commit that is not there", async () => {
    const commit = "0123456789012345678901234567890123456789";
    expect(await reasonOf(open(source.url, cache).fetch(commit))).toMatch(/^UnknownRevision: /);
    expect(await reasonOf(open(source.url, cache).metadata(commit))).toMatch(/^UnknownRevision: /);
    expect(await reasonOf(open(source.url, cache).fetch("main"))).toMatch(/^Invalid: .*no whole commit id/);
  });

  it("names a repository that is not there", async () => {
    expect(await reasonOf(open("/not/there", cache).refs())).toMatch(/^NotFound: file:\/\/\/not\/there: /);
  });

  it("tells author, date, message and tags, before and after the files are there", async () => {
    source.git("tag", "v1");
    source.git("tag", "--annotate", "--message=t", "a-tag");
    const second = source.commit({ a: "1" }, "Ü: second");
    const expected = {
      author: "Ada <ada@example.com>",
      date: "2026-01-02T10:00:00+02:00",
      message: "First\n\nWith a body",
      tags: ["a-tag", "v1"],
    };
    expect(await open(source.url, cache).metadata(first)).toEqual(expected);
    await open(source.url, cache).fetch(first, ["apps/web"]);
    expect(await open(source.url, cache).metadata(first)).toEqual(expected);
    expect(await open(source.url, cache).metadata(second)).toMatchObject({ message: "Ü: second", tags: [] });
  });

  describe("kept between runs", () => {
    it("is there when the server is gone", async () => {
      const { folder } = await open(source.url, cache).fetch(first);
      rmSync(source.folder, { recursive: true });
      expect(await open(source.url, cache).fetch(first)).toEqual({ commit: first, folder });
    });

    it.each<[string, (folder: string) => void]>([
      [
        "a changed file",
        (folder) => {
          writeFileSync(path.join(folder, "README.md"), "TOP");
        },
      ],
      [
        "a missing file",
        (folder) => {
          rmSync(path.join(folder, "apps/db/set.yaml"));
        },
      ],
      [
        "a new file",
        (folder) => {
          writeFileSync(path.join(folder, "apps/db/more.yaml"), "kind: Secret");
        },
      ],
      [
        "a new file that git ignores",
        (folder) => {
          writeFileSync(path.join(folder, "a.tmp"), "");
        },
      ],
      [
        "no git folder",
        (folder) => {
          rmSync(path.join(folder, "../git"), { recursive: true });
        },
      ],
      [
        "a broken index",
        (folder) => {
          writeFileSync(path.join(folder, "../git/index"), "broken");
        },
      ],
      [
        "a broken HEAD",
        (folder) => {
          writeFileSync(path.join(folder, "../git/HEAD"), "");
        },
      ],
      [
        "no files",
        (folder) => {
          rmSync(folder, { recursive: true });
        },
      ],
    ])("is made again when it has %s", async (_case, harm) => {
      const { folder } = await open(source.url, cache).fetch(first);
      harm(folder);
      const again = await open(source.url, cache).fetch(first);
      expect(again.folder).toBe(folder);
      expect(filesIn(folder)).toEqual(Object.keys(FILES).sort());
      expect(readFileSync(path.join(folder, "README.md"), "utf8")).toBe("top");
    });

    it("serves runs side by side, and leaves nothing half made", async () => {
      const clients = Array.from({ length: 4 }, () => open(source.url, cache));
      const checkouts = await Promise.all(clients.map((client) => client.fetch(first)));
      expect(new Set(checkouts.map(({ folder }) => folder)).size).toBe(1);
      const kept = readdirSync(path.dirname(path.dirname(checkouts[0]!.folder)));
      expect(kept).toEqual([first]);
    });

    it("goes on after a run that was killed while it held the lock", async () => {
      const client = open(source.url, cache);
      const { folder } = await client.fetch(first);
      const entry = path.dirname(folder);
      rmSync(entry, { recursive: true });
      const long = new Date(Date.now() - 60_000);
      writeFileSync(`${entry}.lock`, "1\n");
      utimesSync(`${entry}.lock`, long, long);
      mkdirSync(path.join(path.dirname(entry), "incoming-abandoned"));
      await open(source.url, cache).fetch(first);
      expect(existsSync(path.join(folder, "README.md"))).toBe(true);
    });

    it("is removed when no run has asked for it in a month", async () => {
      const { folder } = await open(source.url, cache).fetch(first);
      const entry = path.dirname(folder);
      const long = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
      utimesSync(entry, long, long);
      await open(source.url, cache).fetch(source.commit({ a: "1" }));
      expect(existsSync(entry)).toBe(false);
    });

    it("is for this user alone", async () => {
      const { folder } = await open(source.url, cache).fetch(first);
      expect(statSync(cache).mode & 0o777).toBe(0o700);
      expect(statSync(path.dirname(folder)).mode & 0o777).toBe(0o700);
    });
  });

  it("runs nothing that a repository or a user has set up", async () => {
    const mark = path.join(cache, "..", "mark");
    const hook = path.join(cache, "..", "hook.sh");
    writeFileSync(hook, `#!/bin/sh\ntouch '${mark}'\ncat\n`, { mode: 0o755 });
    const config = path.join(cache, "..", "gitconfig");
    writeFileSync(
      config,
      `[core]\n\tfsmonitor = ${hook}\n[filter "x"]\n\tsmudge = ${hook}\n\tclean = ${hook}\n`,
    );
    const commit = source.commit({ ".gitattributes": "* filter=x\n" });
    const before = { ...process.env };
    process.env["GIT_CONFIG_GLOBAL"] = config;
    process.env["GIT_CONFIG_COUNT"] = "1";
    process.env["GIT_CONFIG_KEY_0"] = "core.fsmonitor";
    process.env["GIT_CONFIG_VALUE_0"] = hook;
    try {
      await open(source.url, cache).fetch(commit);
    } finally {
      process.env = before;
    }
    expect(existsSync(mark)).toBe(false);
  });

  it("leaves submodules alone", async () => {
    const inner = new SourceRepository(path.join(tempFolder(), "inner"));
    inner.commit({ secret: "x" });
    source.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.url, "sub");
    const commit = source.commit({});
    const { folder } = await open(source.url, cache).fetch(commit);
    expect(readdirSync(path.join(folder, "sub"))).toEqual([]);
  });

  it("ends when the caller's signal says so", async () => {
    const abort = new AbortController();
    abort.abort();
    const client = open(source.url, cache, { signal: abort.signal });
    expect(await reasonOf(client.refs())).toMatch(/^Cancelled: /);
  });
});
