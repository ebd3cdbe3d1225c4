import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../../../host/command.js";
import { makeLayout } from "./umoci.js";

// First process of every pod: it holds the pod's namespaces and reaps what is left of ended processes.
const SOURCE = `#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void leave(int signal_number) { (void)signal_number; _exit(0); }
static void reap(int signal_number) { (void)signal_number; while (waitpid(-1, NULL, WNOHANG) > 0) {} }

int main(void) {
  signal(SIGINT, leave);
  signal(SIGTERM, leave);
  signal(SIGCHLD, reap);
  for (;;) pause();
}
`;

/**
 * Makes the layout of the pause image.
 * @throws Failure without a C compiler and a static C library.
 */
export async function makePause(umoci: string, workFolder: string): Promise<string> {
  const rootFolder = path.join(workFolder, "root");
  mkdirSync(rootFolder, { recursive: true });
  const source = path.join(workFolder, "pause.c");
  writeFileSync(source, SOURCE);
  await run(["cc", "-static", "-Os", "-s", "-o", path.join(rootFolder, "pause"), source], {
    next: "Install a C compiler with a static C library (Debian: gcc and libc6-dev; Fedora: gcc and glibc-static)",
  });
  return makeLayout(umoci, workFolder, { rootFolder, entrypoint: ["/pause"] });
}
