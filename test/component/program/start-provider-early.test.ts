import * as pulumi from "@pulumi/pulumi";
import { startProviderEarly } from "../../../config/program/start-provider-early.js";

/** Packages that are asked for something. */
async function asked(config: Record<string, string>): Promise<readonly string[]> {
  const packages: string[] = [];
  await pulumi.runtime.setMocks({
    call: ({ token }) => {
      packages.push(token.split(":")[0] ?? "");
      throw new Error(`unknown function ${token}`);
    },
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
  });
  pulumi.runtime.setAllConfig(config);
  await startProviderEarly();
  return packages;
}

test("asks the package of dynamic resources for something, and takes no for an answer", async () => {
  expect(await asked({ "groundplan:workspaces": '{"shop":{}}' })).toEqual(["pulumi-nodejs"]);
});

test.each([{}, { "groundplan:workspaces": "{}", "groundplan:clusters": '{"lab":{}}' }])(
  "asks nothing where %j has no dynamic resources",
  async (config) => {
    expect(await asked(config)).toEqual([]);
  },
);
