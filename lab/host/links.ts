import { networkInterfaces } from "node:os";
import { existsSync } from "node:fs";
import { run } from "./command.js";

/** Host side of the pair that joins a lab's node to the host. Fits the kernel's 15 characters. */
export function hostLink(labId: string): string {
  return `gp${labId}`;
}

/** Whether the host has an interface of this name. */
export function linkExists(name: string): boolean {
  return existsSync(`/sys/class/net/${name}`) || name in networkInterfaces();
}

/** Removes an interface, and with it its peer and the routes through it. @returns Whether there was one. */
export async function removeLink(name: string): Promise<boolean> {
  if (!linkExists(name)) return false;
  try {
    await run(["ip", "link", "delete", name]);
  } catch (error) {
    // It goes by itself, a moment later, when the last process of its peer's namespace ends.
    if (linkExists(name)) throw error;
  }
  return true;
}
