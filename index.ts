import { endWithEngine } from "./config/program/end-with-engine.js";
import { startProviderEarly } from "./config/program/start-provider-early.js";
import { leaveStacksUnmapped } from "./config/program/unmapped-stacks.js";

endWithEngine();
leaveStacksUnmapped();

/** What `pulumi up` runs. */
export = async () => {
  await startProviderEarly();
  const { program } = await import("./program.js");
  return program();
};
