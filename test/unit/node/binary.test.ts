import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  binaryAsFound,
  binaryParameters,
  binaryProblems,
  binarySource,
} from "../../../providers/node/binary.js";
import { BINARY } from "../../../providers/node/scripts/binary.sh.js";
import { SHELL_WORD } from "../../../providers/node/scripts/shell-word.sh.js";
import { answerOf, runLocally } from "./local-shell.js";

const SHA256 = "ab".repeat(32);
const fetched = { url: "https://example.org/zdb?arch=amd64", sha256: SHA256 };

describe("where a program comes from", () => {
  it.each([
    [fetched, true],
    [{ ...fetched, sha256: SHA256.toUpperCase() }, true],
    [{ path: "/usr/bin/zdb" }, true],
    [{ path: "zdb" }, false],
    [{ url: fetched.url }, false],
    [{ ...fetched, path: "/usr/bin/zdb" }, false],
    [{ ...fetched, sha256: SHA256.slice(1) }, false],
    [{ ...fetched, url: "ftp://example.org/zdb" }, false],
    [{ ...fetched, url: "file:///etc/shadow" }, false],
  ])("%j is accepted: %s", (source, accepted) => {
    expect(binarySource.safeParse(source).success).toBe(accepted);
  });

  it("may not hold a password, which is not repeated", () => {
    const source = { ...fetched, url: "https://me:canary@example.org/zdb" };
    const problems = binaryProblems(source, "server");
    expect(problems).toMatchObject([{ path: "server.url" }]);
    expect(JSON.stringify(problems)).not.toContain("canary");
    expect([...binaryProblems(fetched, "server"), ...binaryProblems(undefined, "server")]).toEqual([]);
  });

  it("reaches the script as an address that no quote can end", () => {
    const { binary_url: url } = binaryParameters({ ...fetched, url: 'https://example.org/a"\nurl=b\\c' });
    expect(url).not.toMatch(/["\\\n]/);
    expect(binaryParameters({ ...fetched, sha256: SHA256.toUpperCase() })).toEqual({
      binary_url: fetched.url,
      binary_sha256: SHA256,
      binary_path: "",
    });
    expect(binaryParameters({ path: "/usr/bin/zdb" })).toMatchObject({
      binary_url: "",
      binary_path: "/usr/bin/zdb",
    });
  });

  it("is as wanted when the program on the node is that one", () => {
    expect(binaryAsFound(`/var/lib/groundplan/bin/${SHA256}`, fetched)).toEqual(fetched);
    expect(binaryAsFound("/var/lib/groundplan/bin/other", fetched)).toEqual({
      path: "/var/lib/groundplan/bin/other",
    });
    expect(binaryAsFound("/usr/bin/zdb", { path: "/usr/bin/zdb" })).toEqual({ path: "/usr/bin/zdb" });
    expect(binaryAsFound("/usr/bin/zdb", undefined)).toBeUndefined();
  });
});

describe("a program on a node", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-binary-"));
    for (const name of ["bin", "w/zdb-1", "w/zdb-2"]) mkdirSync(join(folder, name), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const RECALL = `recall() { recalled=; if [ -f "$state_folder/w/$1/$2" ]; then read -r recalled <"$state_folder/w/$1/$2"; fi; }`;
  const script = (text: string): string => `${BINARY}\nstate_folder=$folder\n${RECALL}\n${text}`;

  it("is used without fetching it again when it has the digest", () => {
    const sha256 = createHash("sha256").update("program").digest("hex");
    const path = join(folder, "bin", sha256);
    writeFileSync(path, "program");
    chmodSync(path, 0o700);
    const get = script(
      `curl() { fail "was fetched"; }\nbinary_get https://example.org/zdb "$sha256" ""\nanswer text got "$binary"`,
    );
    expect(answerOf(get, { folder, sha256 })).toEqual({ got: path });
  });

  it("is not what it was any more and is fetched again, and the error has no query", () => {
    const path = join(folder, "bin", SHA256);
    writeFileSync(path, "changed");
    chmodSync(path, 0o700);
    const get = script(
      `curl() { cat >/dev/null; echo "curl: (22) https://example.org/zdb?token=canary: 404"; return 22; }\nbinary_get "https://example.org/zdb?token=canary" "$sha256" ""`,
    );
    const { code, stderr } = runLocally(get, { folder, sha256: SHA256 });
    expect(code).toBe(1);
    expect(stderr).toContain("https://example.org/zdb cannot be fetched: curl: (22)");
    expect(stderr).not.toContain("canary");
  });

  it("is not kept when it has another digest", () => {
    const get = script(
      `curl() { cat >/dev/null; while [ $# -gt 1 ]; do if [ "$1" = --output ]; then printf other >"$2"; fi; shift; done; }\nbinary_get https://example.org/zdb "$sha256" ""`,
    );
    const { code, stderr } = runLocally(get, { folder, sha256: SHA256 });
    const other = createHash("sha256").update("other").digest("hex");
    expect(code).toBe(1);
    expect(stderr).toContain(
      `https://example.org/zdb has the SHA-256 ${other} and was to have ${SHA256}; nothing of it was run`,
    );
    expect(existsSync(join(folder, "bin", SHA256))).toBe(false);
    expect(existsSync(join(folder, "bin", `${SHA256}.new`))).toBe(false);
  });

  it("goes with the last workload that remembers it, and never when it is the operator's", () => {
    const path = join(folder, "bin", SHA256);
    const release = script(`binary_release "$id" "$path"\nanswer flag done true`);
    writeFileSync(path, "program");
    writeFileSync(join(folder, "w/zdb-1/binary"), `${path}\n`);
    answerOf(release, { folder, id: "zdb-2", path });
    expect(existsSync(path)).toBe(true);
    answerOf(release, { folder, id: "zdb-1", path });
    expect(existsSync(path)).toBe(false);
    const own = join(folder, "own");
    writeFileSync(own, "program");
    answerOf(release, { folder, id: "zdb-1", path: own });
    expect(existsSync(own)).toBe(true);
  });
});

it.each(["plain", "two words", "it's", `"$HOME" \`id\` \\`, "*", ""])(
  "%j is one word for a shell",
  (text) => {
    const script = `${SHELL_WORD}\nshell_word "$value"\neval "set -- $word"\nanswer number count $# text first "$1"`;
    expect(answerOf(script, { value: text })).toEqual({ count: 1, first: text });
  },
);
