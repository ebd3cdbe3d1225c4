import { volume } from "../../../../providers/reservation/volume.js";
import { explorerTarget } from "../../../../providers/targets/explorer.js";
import { InProcessStage } from "../../../support/in-process-stage.js";

const wanted = { node: "n", explorer: "grid", pool: "1", size: 10 };

describe("an explorer of the stack", () => {
  it.each<[string, object, RegExp]>([
    ["is there", {}, /explorers.*grid: is not in the stack's configuration/],
    [
      "names who signs",
      { explorers: { grid: { url: "https://explorer.invalid" } } },
      /nobody is named who signs/,
    ],
    [
      "is not read on the way",
      { explorers: { grid: { url: "http://explorer.invalid", identity: "alice" } } },
      /is plain HTTP to another machine/,
    ],
    [
      "has the authority's file that it names",
      { explorers: { grid: { url: "https://explorer.invalid", identity: "alice", caFile: "no-such-file" } } },
      /grid\.caFile: no-such-file cannot be read/,
    ],
    [
      "has an identity that is there",
      { explorers: { grid: { url: "https://explorer.invalid", identity: "alice" } } },
      /identities.*alice: is not in the stack's configuration/,
    ],
  ])("%s", async (_what, sections, text) => {
    await expect(new InProcessStage(volume, { ...sections }).up(wanted)).rejects.toThrow(text);
  });

  it("is connected with the address it has", async () => {
    const settings = explorerTarget.settings.parse({ url: "https://explorer.invalid/", identity: "alice" });
    const { client, identity } = await explorerTarget.connect("grid", settings, undefined);
    expect([client.where, identity]).toEqual(["https://explorer.invalid", "alice"]);
    await client.close();
  });
});
