import type { ClientChannel } from "ssh2";
import type { Bag } from "../rpc/bag.js";
import { readConnection } from "./connection.js";
import { withConnection } from "./dial.js";
import type { Doing } from "./lifecycle.js";
import { loggingOf, Output, previousOutput, stringMap } from "./output.js";

/**
 * Runs a command on another machine. Environment variables arrive only where its sshd accepts them (AcceptEnv).
 * @returns `stdout` and `stderr` without the last line break.
 * @throws Failure with exit status and output when it does not end with 0.
 */
export async function runRemotely(command: string, inputs: Bag, olds: Bag, doing: Doing): Promise<Bag> {
  const output = new Output(loggingOf(inputs["logging"]), doing);
  const env = { ...stringMap(inputs["environment"]), ...previousOutput(inputs, olds) };
  const { stdin } = inputs;
  return withConnection(readConnection(inputs["connection"]), doing, async (client) => {
    const channel = await new Promise<ClientChannel>((resolve, reject) => {
      client.exec(command, { env }, (error, opened) => {
        if (error === undefined) resolve(opened);
        else reject(error);
      });
    });
    const ended = new Promise<string | undefined>((resolve) => {
      channel.once("close", (code: number | null | undefined, signal: string | undefined) => {
        if (code === 0) resolve(undefined);
        else
          resolve(
            typeof code === "number" ? `exit status ${code}` : `signal ${signal ?? "of a lost connection"}`,
          );
      });
    });
    channel.setEncoding("utf8").on("data", (chunk: string) => {
      output.add("stdout", chunk);
    });
    channel.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      output.add("stderr", chunk);
    });
    channel.end(typeof stdin === "string" ? stdin : "");
    return output.finish(command, await ended);
  });
}
