import type { Machine } from "../../../../lab/toolbox/machine.js";
import { sampleToolbox } from "./sample-toolbox.js";

// Run by tests as a process of its own: gets the sample tool on the machine given as JSON, and prints its path.
const machine = JSON.parse(process.argv[2] ?? "") as Machine;
const report = {
  line: (text: string): void => {
    process.stderr.write(`${text}\n`);
  },
  status: (): void => undefined,
};
sampleToolbox(machine)
  .tool("kwok", report)
  .then(
    (binary) => process.stdout.write(binary),
    (error: unknown) => {
      process.stderr.write(String(error));
      process.exitCode = 1;
    },
  );
