import type { Command } from "commander";

/** One first word of `groundplan`, loaded only when it is asked for. */
export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** The commands; a system adds one row. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: "artifact",
    summary: "requests, plans and leases of warm pools",
    load: async () => (await import("./artifact.js")).artifactCommand(),
  },
  {
    name: "config",
    summary: "check stack files",
    load: async () => (await import("./config.js")).configCommand(),
  },
  {
    name: "imagehub",
    summary: "names, labels and data packs of the image catalogue",
    load: async () => (await import("./imagehub.js")).imagehubCommand(),
  },
  {
    name: "reservation",
    summary: "challenges and signatures of reservations",
    load: async () => (await import("./reservation.js")).reservationCommand(),
  },
  {
    name: "vimana",
    summary: "names and hosts of Vimana hierarchies",
    load: async () => (await import("./vimana.js")).vimanaCommand(),
  },
  {
    name: "workspace",
    summary: "objects of a workspace: rendered, compared, judged",
    load: async () => (await import("./workspace.js")).workspaceCommand(),
  },
];
