import { nearest, suggestion } from "../../../model/shared/did-you-mean.js";

describe("nearest", () => {
  const known = ["name", "isPrivate", "organizations", "dataPacks"];
  it.each([
    ["nmae", "name"],
    ["naem", "name"],
    ["Name", "name"],
    ["names", "name"],
    ["isprivate", "isPrivate"],
    ["organisations", "organizations"],
    ["datapack", "dataPacks"],
    ["title", undefined],
    ["", undefined],
  ])("%j → %j", (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it("lists what is known when nothing is near", () => {
    expect(suggestion("title", ["name", "detail"])).toBe("; known are name, detail");
    expect(suggestion("title", [])).toBe("");
  });
});
