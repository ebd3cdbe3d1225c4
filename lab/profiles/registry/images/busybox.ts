import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../../../host/command.js";
import { makeLayout } from "./umoci.js";

/**
 * Makes the layout of a small image with a shell: one static binary and a link to it for every command in it.
 * @param busybox Absolute path of a statically linked busybox.
 */
export async function makeBusybox(umoci: string, busybox: string, workFolder: string): Promise<string> {
  const rootFolder = path.join(workFolder, "root");
  const bin = path.join(rootFolder, "bin");
  for (const folder of ["bin", "etc", "tmp", "root"])
    mkdirSync(path.join(rootFolder, folder), { recursive: true });
  copyFileSync(busybox, path.join(bin, "busybox"));
  const commands = (await run([busybox, "--list"])).trim().split("\n");
  for (const command of commands) if (command !== "busybox") symlinkSync("busybox", path.join(bin, command));
  writeFileSync(
    path.join(rootFolder, "etc", "passwd"),
    "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n",
  );
  writeFileSync(path.join(rootFolder, "etc", "group"), "root:x:0:\nnogroup:x:65534:\n");
  return makeLayout(umoci, workFolder, { rootFolder, command: ["/bin/sh"] });
}
