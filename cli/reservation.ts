import { Command } from "commander";
import { challengeCommand } from "./reservation/challenge.js";
import { signCommand } from "./reservation/sign/command.js";

/** `groundplan reservation …`. */
export function reservationCommand(): Command {
  return new Command("reservation").addCommand(challengeCommand()).addCommand(signCommand());
}
