/**
 * Ends the program when nobody reads it any more. After `kill -9` of the engine its pipes are broken, and the SDK's
 * handler of uncaught errors would write about each failed write, for ever and at full speed.
 */
export function endWithEngine(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", () => {
      process.exit(1);
    });
  }
}
