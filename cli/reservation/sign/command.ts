import { Command } from "commander";
import { addCommand } from "./add.js";
import { requestCommand } from "./request.js";
import { showCommand } from "./show.js";
import { verifyCommand } from "./verify.js";

/** `groundplan reservation sign …`: several people sign one object, each from a checkout of their own. */
export function signCommand(): Command {
  return new Command("sign")
    .summary("requests for signatures: made, shown, signed, counted")
    .addCommand(requestCommand())
    .addCommand(showCommand())
    .addCommand(addCommand())
    .addCommand(verifyCommand());
}
