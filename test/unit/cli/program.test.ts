import { groundplan } from "./run.js";

describe("groundplan", () => {
  it("prints its version", async () => {
    expect(await groundplan("--version")).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
  });

  it("lists its commands", async () => {
    const { code, stdout } = await groundplan("--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/config .*check stack files/);
  });

  it.each([
    ["no command", [], "Usage: groundplan"],
    ["an unknown command", ["confg"], "Did you mean config?"],
    ["an unknown option", ["config", "check", "--fast"], "unknown option '--fast'"],
    ["a missing argument", ["config", "check"], "missing required argument 'file'"],
    ["too many arguments", ["config", "check", "a", "b"], "too many arguments"],
  ])("calls %s a usage error", async (_case, argv, message) => {
    const { code, stdout, stderr } = await groundplan(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("explains one command with help", async () => {
    const { code, stdout } = await groundplan("help", "config");
    expect(code).toBe(0);
    expect(stdout).toContain("find every fault of a stack file");
  });
});
