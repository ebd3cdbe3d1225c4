import { formatPropertyPath, pathBelow } from "../../../model/shared/property-path.js";

describe("property paths", () => {
  it.each([
    [[], ""],
    [["imagehub", "images", 3, "detail", "icon"], "imagehub.images[3].detail.icon"],
    [["dataPacks", "a.b", "names", 0], 'dataPacks["a.b"].names[0]'],
    [[0, 'a"b'], '[0]["a\\"b"]'],
  ])("%j is %s", (path, text) => {
    expect(formatPropertyPath(path)).toBe(text);
  });

  it("continues what has a path already", () => {
    expect(pathBelow("all.yaml[2]", ["spec", "detail"])).toBe("all.yaml[2].spec.detail");
    expect(pathBelow("images", [3, "name"])).toBe("images[3].name");
    expect(pathBelow("", ["name"])).toBe("name");
    expect(pathBelow("images", [])).toBe("images");
  });
});
