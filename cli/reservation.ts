import { Command } from "commander";
import { challengeCommand } from "./reservation/challenge.js";

/** `groundplan reservation …`. */
export function reservationCommand(): Command {
  return new Command("reservation").addCommand(challengeCommand());
}
