import * as pulumi from "@pulumi/pulumi";
import { startProviderEarly } from "../../../config/program/start-provider-early.js";

test("asks the package of dynamic resources for something, and takes no for an answer", async () => {
  const asked = new Promise<string>((resolve) => {
    void pulumi.runtime.setMocks({
      call: ({ token }) => {
        resolve(token);
        throw new Error(`unknown function ${token}`);
      },
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    });
  });
  await startProviderEarly();
  expect((await asked).split(":")[0]).toBe("pulumi-nodejs");
});
