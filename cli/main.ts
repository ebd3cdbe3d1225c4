#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { COMMANDS } from "./commands.js";
import { run } from "./program.js";

/** The package's own version; this file is `dist/cli/main.js` in it. */
function packageVersion(): string {
  const text = readFileSync(path.join(__dirname, "..", "..", "package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

void run(process.argv.slice(2), COMMANDS, packageVersion());
