import { check, containing, filesOf } from "./support.js";

const IDENTITIES = { alice: { tid: "7", publicKey: "ab".repeat(32) } };

describe("explorers", () => {
  it("become settings", () => {
    const explorers = { grid: { url: "https://explorer.example.org", identity: "alice" } };
    const { settings, problems } = check({ explorers, identities: IDENTITIES });
    expect(problems).toEqual([]);
    expect(settings?.explorers).toEqual({ grid: { ...explorers.grid, insecure: false } });
  });

  it.each(["http://localhost:8080", "http://127.0.0.1", "http://[::1]:80"])("may be %s", (url) => {
    expect(check({ explorers: { grid: { url } } }).problems).toEqual([]);
  });

  it("may be elsewhere without encryption when that is wanted", () => {
    const grid = { url: "http://10.0.0.1:8080", insecure: true };
    expect(check({ explorers: { grid } }).problems).toEqual([]);
  });

  it.each<[string, unknown, unknown]>([
    ["no address", {}, { path: "explorers.grid.url" }],
    ["another protocol", { url: "ftp://explorer.example.org" }, { path: "explorers.grid.url" }],
    [
      "a password in the address",
      { url: "https://alice:canary@explorer.example.org" },
      { path: "explorers.grid.url", reason: containing("identities sign instead") },
    ],
    [
      "plain HTTP to another machine",
      { url: "http://localhost.example.org" },
      {
        path: "explorers.grid.url",
        reason: containing("plain HTTP to another machine"),
        fix: containing("https://"),
      },
    ],
    [
      "an identity that nobody declares",
      { url: "https://explorer.example.org", identity: "alcie" },
      { path: "explorers.grid.identity", reason: containing('there is no "alcie" in groundplan:identities') },
    ],
    [
      "a typo",
      { url: "https://explorer.example.org", indentity: "alice" },
      { path: "explorers.grid.indentity" },
    ],
  ])("are refused with %s", (_what, grid, problem) => {
    const { settings, problems } = check({ explorers: { grid }, identities: IDENTITIES });
    expect(settings).toBeUndefined();
    expect(problems).toMatchObject([problem]);
    expect(JSON.stringify(problems)).not.toContain("canary");
  });

  it("have the file they name", () => {
    const grid = { url: "https://explorer.example.org", caFile: "ca.pem" };
    expect(check({ explorers: { grid } }, filesOf({}, true)).problems).toMatchObject([
      { path: "explorers.grid.caFile", reason: "the file ca.pem does not exist" },
    ]);
  });
});
