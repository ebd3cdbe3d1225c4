import { existsSync } from "node:fs";
import type { HostFacts } from "./profile.js";

/** What this process may do on this host. */
export function hostFacts(): HostFacts {
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    loopDevices: existsSync("/dev/loop-control"),
  };
}
