import { declared } from "../imagehub/declared.js";
import { exampleStack } from "./stack-config.js";

describe("the program on a faulty stack file", () => {
  it("registers nothing", async () => {
    const example = exampleStack();
    const config = { ...example.config, "groundplan:workspaces": "{}" };
    let told = "";
    const resources = await declared(
      async () => {
        await import("../../../index.js").catch((error: unknown) => {
          told = String(error);
        });
      },
      { config },
    );
    expect(resources).toEqual([]);
    expect(told).toContain("workspaces are not supported by this version of groundplan");
    example.dispose();
  });
});
