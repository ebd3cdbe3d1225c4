import { repositoryStatus } from "../../../model/imagehub/aggregate.js";
import { readCatalogueImage } from "../../../model/imagehub/catalogue-image.js";
import {
  collectDataPack,
  dataPackSize,
  dataPackStatus,
  type DataPackRequest,
} from "../../../model/imagehub/datapack.js";

const IMAGE = readCatalogueImage({
  metadata: { name: "labring.cert-manager.v1.8.0" },
  spec: {
    name: "labring/cert-manager:v1.8.0",
    type: "cluster-image",
    detail: {
      url: "https://cert-manager.io",
      keywords: ["Network"],
      description: "Certificates",
      icon: "https://h.io/i.png",
      docs: "# Docs",
      ID: "abc",
      arch: "amd64",
      size: 1024000,
      creatTime: "2023-03-01T00:00:00Z",
      actions: { install: {} },
    },
  },
})!;
const STATUS = repositoryStatus("labring/cert-manager", [IMAGE]);

const request = (type: DataPackRequest["type"]): DataPackRequest => ({
  type,
  names: [IMAGE.name],
  images: [IMAGE],
  repositories: [{ ...STATUS, downloadCount: 3 }],
});

describe("content of DataPacks (acceptance 9)", () => {
  const base = { name: "labring/cert-manager:v1.8.0", type: "cluster-image" };
  const grid = {
    ...base,
    repoName: "labring/cert-manager",
    icon: "https://h.io/i.png",
    keywords: ["Network"],
    size: 1024000,
    description: "Certificates",
  };
  const detail = {
    ...grid,
    downloadCount: 3,
    tags: [
      {
        name: "v1.8.0",
        metaName: "labring.cert-manager.v1.8.0",
        size: 1024000,
        creatTime: "2023-03-01T00:00:00Z",
      },
    ],
    docs: "# Docs",
    ID: "abc",
    arch: "amd64",
  };

  it.each([
    ["base" as const, base],
    ["grid" as const, grid],
    ["detail" as const, detail],
  ])("%s", (type, data) => {
    expect(collectDataPack(request(type)).datas).toEqual({ [IMAGE.name]: data });
  });

  it("leaves out what has no value", () => {
    const bare = readCatalogueImage({
      metadata: { name: "a.b.1" },
      spec: { name: "a/b:1", detail: { size: 0 } },
    })!;
    const { datas } = collectDataPack({ type: "detail", names: ["a/b:1"], images: [bare], repositories: [] });
    expect(datas).toEqual({ "a/b:1": { name: "a/b:1", repoName: "a/b" } });
  });
});

describe("missing images (acceptance 11)", () => {
  const result = collectDataPack({ ...request("base"), names: ["z/z:1", IMAGE.name, "a/a:1", "z/z:1"] });

  it("are empty, and named", () => {
    expect(result.missing).toEqual(["a/a:1", "z/z:1"]);
    expect(Object.keys(result.datas)).toEqual(["a/a:1", IMAGE.name, "z/z:1"]);
    expect(result.datas["z/z:1"]).toEqual({});
  });

  it("are ready or failed, as is wished (acceptance 10)", () => {
    expect(dataPackStatus(result, "empty").codes).toBe(1);
    expect(dataPackStatus(result, "error").codes).toBe(3);
    expect(dataPackStatus(collectDataPack(request("base")), "error").codes).toBe(1);
  });
});

describe("DataPacks are deterministic", () => {
  it("have one source hash for one content, whatever the order", () => {
    const names = [IMAGE.name, "a/a:1"];
    const one = collectDataPack({ ...request("detail"), names });
    const other = collectDataPack({ ...request("detail"), names: [...names].reverse() });
    expect(one.sourceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(other).toEqual(one);
    expect(collectDataPack(request("grid")).sourceHash).not.toBe(one.sourceHash);
  });

  it("take the Image with the proper name where two claim one", () => {
    const twin = { ...IMAGE, metaName: "aaa", type: "cloud-image" };
    for (const images of [
      [IMAGE, twin],
      [twin, IMAGE],
    ]) {
      expect(collectDataPack({ ...request("base"), images }).datas[IMAGE.name]?.type).toBe("cluster-image");
    }
    const [first, second] = [twin, { ...twin, metaName: "bbb", type: "other" }];
    for (const images of [
      [first, second],
      [second, first],
    ]) {
      expect(collectDataPack({ ...request("base"), images }).datas[IMAGE.name]?.type).toBe("cloud-image");
    }
  });

  it("know their size in bytes", () => {
    expect(dataPackSize({ "a/b:1": { docs: "ä" } })).toBe('{"a/b:1":{"docs":"ä"}}'.length + 1);
  });
});
