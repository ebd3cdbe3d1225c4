import { declared } from "../imagehub/declared.js";
import { exampleStack } from "./stack-config.js";

describe("the program on a faulty stack file", () => {
  it("registers nothing", async () => {
    const example = await exampleStack();
    const config = { ...example.config, "groundplan:gatewys": "{}" };
    let told = "";
    const resources = await declared(
      async () => {
        const { default: program } = await import("../../../index.js");
        await program().catch((error: unknown) => {
          told = String(error);
        });
      },
      { config },
    );
    expect(resources).toEqual([]);
    expect(told).toContain('unknown key "gatewys"; did you mean "gateways"?');
    example.dispose();
  });
});
