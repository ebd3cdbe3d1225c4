import path from "node:path";

// Debian's names of the folders for shared libraries, by Node's name of the processor.
const TRIPLETS: Readonly<Record<string, string>> = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };

/**
 * Environment in which programs of an unpacked bundle find their own kind: commands, shared libraries and the
 * extensions of iptables, whose places are otherwise compiled in.
 * @param root What `debianRoot` answered.
 * @param outer Whose PATH and library path are kept behind.
 */
export function debianEnvironment(
  root: string,
  outer: Readonly<Record<string, string | undefined>> = process.env,
): { PATH: string; LD_LIBRARY_PATH: string; XTABLES_LIBDIR: string } {
  const triplet = TRIPLETS[process.arch] ?? `${process.arch}-linux-gnu`;
  const join = (folders: readonly string[], rest: string | undefined): string =>
    [
      ...folders.map((folder) => path.join(root, folder)),
      ...(rest === undefined || rest === "" ? [] : [rest]),
    ].join(":");
  return {
    PATH: join(["usr/sbin", "usr/bin", "sbin", "bin"], outer.PATH),
    LD_LIBRARY_PATH: join([`usr/lib/${triplet}`, `lib/${triplet}`], outer.LD_LIBRARY_PATH),
    XTABLES_LIBDIR: path.join(root, `usr/lib/${triplet}/xtables`),
  };
}
