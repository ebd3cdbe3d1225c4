import { networkInterfaces } from "node:os";
import { existsSync, writeFileSync } from "node:fs";
import { codesOf } from "../../clients/error-codes.js";
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

/**
 * Lets packets that come in by an interface go on into other networks, as from the lab's Linux nodes to its gateway. It
 * ends with the interface. Where the host's settings cannot be written, its networks stay apart.
 */
export function forwardFrom(link: string): void {
  try {
    writeFileSync(`/proc/sys/net/ipv4/conf/${link}/forwarding`, "1");
  } catch (error) {
    if (!codesOf(error).some((code) => code === "EROFS" || code === "EACCES")) throw error;
  }
}
