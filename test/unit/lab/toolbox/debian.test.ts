import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { bundleEntryName, simulatedInstallations } from "../../../../lab/toolbox/debian.js";
import { debianEnvironment } from "../../../../lab/toolbox/debian-environment.js";
import { SAMPLE_BUNDLE, sampleToolbox } from "./sample-toolbox.js";
import { recordedReport, workbench, writeScript, type Workbench } from "./workbench.js";

let bench: Workbench;
let report: ReturnType<typeof recordedReport>;

beforeEach(() => {
  bench = workbench();
  report = recordedReport();
  for (const name of ["sample", "libsample1"]) {
    writeScript(path.join(bench.folder, "packages", name, "usr", "bin", name), `echo ${name}`);
    bench.write(`packages/${name}/usr/share/doc/${name}/copyright`, "text");
  }
  bench.script("dpkg-deb", 'cp -r "$(cat "$2")/." "$3"');
});
afterEach(() => {
  bench.remove();
});

/** An apt whose packages are files that name a folder. With `needsUpdate` it knows nothing before an update. */
function fakeApt(needsUpdate: boolean): void {
  bench.script(
    "apt-get",
    [
      `echo "$@" >>${bench.folder}/apt`,
      "for word; do case $word in install|download|update) verb=$word;; esac; done",
      ...(needsUpdate
        ? [
            `case "$*" in *Dir::State::Lists*) ;; *) echo "E: Unable to locate package sample" >&2; exit 100;; esac`,
          ]
        : []),
      "case $verb in",
      'install) echo "Inst libsample1 (1.0 Debian:12 [amd64])"; echo "Inst sample (2.0 Debian:12 [amd64])"; echo "Conf sample (2.0 x)";;',
      "download) for word; do",
      `  [ -d ${bench.folder}/packages/$word ] && echo ${bench.folder}/packages/$word >$word.deb`,
      "done; true;;",
      "esac",
    ].join("\n"),
  );
}

test("packages and the libraries they lack are unpacked once, linked, and without documentation", async () => {
  fakeApt(false);
  const root = await sampleToolbox(bench.machine).debianRoot("images", report);
  expect(execFileSync(path.join(root, "usr/sbin/alias"), { encoding: "utf8" })).toBe("sample\n");
  expect(readdirSync(root).sort()).toEqual(["manifest.json", "usr"]);
  expect(readdirSync(path.join(root, "usr")).sort()).toEqual(["bin", "sbin", "share"]);
  expect(existsSync(path.join(root, "usr/bin/libsample1"))).toBe(true);
  expect(existsSync(path.join(root, "usr/share/doc"))).toBe(false);
  expect(report.lines).toEqual(['unpacked the Debian packages of "images" (2)']);
  const calls = bench.read("apt");
  expect(await sampleToolbox(bench.machine).debianRoot("images", report)).toBe(root);
  expect(bench.read("apt")).toBe(calls);
});

test("where the system has no package lists, own ones are fetched and removed again", async () => {
  fakeApt(true);
  const root = await sampleToolbox(bench.machine).debianRoot("images", report);
  expect(existsSync(path.join(root, "usr/bin/sample"))).toBe(true);
  expect(existsSync(path.join(root, ".apt"))).toBe(false);
});

test("packages that cannot be fetched are named with apt's own words", async () => {
  bench.script("apt-get", 'echo "W: noise" >&2; echo "E: Unable to locate package sample" >&2; exit 100');
  await expect(sampleToolbox(bench.machine).debianRoot("images", report)).rejects.toThrow(
    'Debian packages of "images": cannot fetch sample: E: Unable to locate package sample. Check that apt-get update works',
  );
});

test("a package that does not hold what is needed is refused, and nothing is cached", async () => {
  fakeApt(false);
  bench.script("dpkg-deb", 'mkdir -p "$3/usr/bin" "$3/usr/sbin" && echo >"$3/usr/bin/else"');
  await expect(sampleToolbox(bench.machine).debianRoot("images", report)).rejects.toThrow(
    "the packages do not contain usr/bin/sample, usr/sbin/alias",
  );
  expect(await sampleToolbox(bench.machine).hasBundle("images")).toBe(false);
});

test("without apt it says what this part needs", async () => {
  const machine = { ...bench.machine, env: { PATH: path.join(bench.folder, "empty") } };
  await expect(sampleToolbox(machine).debianRoot("images", report)).rejects.toThrow(
    "no apt-get and no dpkg-deb here. This part of the lab needs Debian or Ubuntu",
  );
});

test("the entry's name tells bundle, release and processor, and changes with the packages", () => {
  const name = (packages: readonly string[], release: string): string =>
    bundleEntryName("images", { ...SAMPLE_BUNDLE, packages }, bench.machine, release);
  const bookworm = 'NAME="Debian"\nVERSION_CODENAME=bookworm\n';
  expect(name(["a"], bookworm)).toMatch(/^debian-images-bookworm-amd64-[0-9a-f]{8}$/);
  expect(name(["a"], bookworm)).not.toBe(name(["a", "b"], bookworm));
  expect(name(["a"], 'VERSION_CODENAME="noble"')).toMatch(/^debian-images-noble-/);
  expect(name(["a"], "")).toMatch(/^debian-images-unknown-/);
});

test("names are read off a simulated installation", () => {
  const output =
    "NOTE: This is only a simulation!\nInst libapr1 (1.7.2-3 Debian:12 [amd64])\nInst runc [1.0] (1.1 x) []\nConf runc (1.1 x)\n";
  expect(simulatedInstallations(output)).toEqual(["libapr1", "runc"]);
});

test("programs of a bundle find their own commands and libraries first", () => {
  const env = debianEnvironment("/root-folder", { PATH: "/usr/bin", LD_LIBRARY_PATH: "" });
  expect(env.PATH).toBe(
    "/root-folder/usr/sbin:/root-folder/usr/bin:/root-folder/sbin:/root-folder/bin:/usr/bin",
  );
  expect(env.LD_LIBRARY_PATH).toMatch(
    /^\/root-folder\/usr\/lib\/\S+-linux-gnu:\/root-folder\/lib\/\S+-linux-gnu$/,
  );
  expect(env.XTABLES_LIBDIR).toMatch(/^\/root-folder\/usr\/lib\/\S+-linux-gnu\/xtables$/);
});
