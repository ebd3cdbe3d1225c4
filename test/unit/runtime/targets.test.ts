import { z } from "zod";
import { Redactor } from "../../../providers/runtime/redactor.js";
import type { TargetType } from "../../../providers/runtime/target.js";
import { Targets } from "../../../providers/runtime/targets.js";

interface Connection {
  readonly host: string;
  readonly password: string | undefined;
}

function probe(): {
  type: TargetType<Connection, { host: string }, { password: string }>;
  connect: jest.Mock;
} {
  const connect = jest.fn((_name: string, { host }: { host: string }, secrets?: { password: string }) =>
    Promise.resolve({ host, password: secrets?.password }),
  );
  const settings = z.strictObject({ host: z.string() });
  return {
    type: { key: "hosts", settings, secrets: z.strictObject({ password: z.string().min(8) }), connect },
    connect,
  };
}

function targets(config: Record<string, unknown>, redactor = new Redactor()): Targets {
  const get = (key: string): string | undefined => {
    const value = config[key];
    return value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
  };
  return new Targets({ get }, redactor);
}

describe("Targets", () => {
  it("connects once, with settings and secrets of the same name", async () => {
    const { type, connect } = probe();
    const redactor = new Redactor();
    const all = targets(
      {
        "groundplan:hosts": { a: { host: "h" } },
        "groundplan:hostsSecrets": { a: { password: "canary-12" } },
      },
      redactor,
    );
    expect(await Promise.all([all.connect(type, "a"), all.connect(type, "a")])).toEqual([
      { host: "h", password: "canary-12" },
      { host: "h", password: "canary-12" },
    ]);
    expect(connect).toHaveBeenCalledTimes(1);
    expect(redactor.clean("canary-12")).toBe("[secret]");
  });

  it("tries a failed connection again", async () => {
    const { type, connect } = probe();
    connect.mockRejectedValueOnce(new Error("busy"));
    const all = targets({ "groundplan:hosts": { a: { host: "h" } } });
    await expect(all.connect(type, "a")).rejects.toThrow("busy");
    expect(await all.connect(type, "a")).toEqual({ host: "h", password: undefined });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no such key", {}, "groundplan:hosts"],
    [
      "no such name",
      { "groundplan:hosts": { b: {} } },
      "groundplan:hosts.a: is not in the stack's configuration. Add it with `pulumi config set --path 'groundplan:hosts.a.<setting>'",
    ],
    ["a text", { "groundplan:hosts": "not json" }, "groundplan:hosts: must be an object by name"],
    ["faulty settings", { "groundplan:hosts": { a: { host: 1 } } }, "groundplan:hosts.a.host: Invalid input"],
    [
      "faulty secrets",
      { "groundplan:hosts": { a: { host: "h" } }, "groundplan:hostsSecrets": { a: { password: "short" } } },
      "a.password: is not valid; values are secret",
    ],
  ])("names the fault: %s", async (_what, config, message) => {
    const { type } = probe();
    const failure: unknown = await targets(config)
      .connect(type, "a")
      .catch((error: unknown) => error);
    expect(String(failure)).toContain(message);
    expect(String(failure)).not.toContain("short");
  });
});
