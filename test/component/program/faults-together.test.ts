import * as pulumi from "@pulumi/pulumi";
import { faultsTogether } from "../../../config/program/faults-together.js";

function refusal(message: string): Promise<never> {
  return Promise.reject(new pulumi.RunError(message));
}

describe("preparations of a program", () => {
  it("answer in their order", async () => {
    expect(await faultsTogether([Promise.resolve(1), Promise.resolve("two")])).toEqual([1, "two"]);
  });

  it("tell all that is wrong with any of them", async () => {
    const told = faultsTogether([refusal("no repository"), Promise.resolve(1), refusal("no registry")]);
    await expect(told).rejects.toThrow("no repository\n\nno registry");
  });

  it("hide no failure of another sort", async () => {
    const broken = new TypeError("a bug");
    await expect(faultsTogether([Promise.reject(broken), refusal("no registry")])).rejects.toBe(broken);
  });
});
