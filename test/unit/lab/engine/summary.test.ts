import { renderOutputs } from "../../../../lab/engine/summary.js";

test("what is nested deeper than an entry's fields is a tree below its line", () => {
  const outputs = {
    packs: { page: { name: "dp-1", codes: 1 }, databases: { name: "dp-2", codes: 1 } },
    workspaces: {
      shop: {
        revision: "c0ffee",
        health: "Degraded",
        objects: {
          "wave -1": { "Namespace shop": "there" },
          "wave 0": { "ConfigMap shop/settings": "there", "Service shop/web": "Healthy" },
          "wave 10": { "Job shop/last": "Healthy" },
          "wave 2": { "Deployment shop/web": "Degraded: 1 of 2 is ready" },
        },
      },
    },
  };
  expect(renderOutputs(outputs).split("\n")).toEqual([
    "packs",
    "  page       name=dp-1  codes=1",
    "  databases  name=dp-2  codes=1",
    "",
    "workspaces",
    "  shop  revision=c0ffee  health=Degraded",
    "    objects",
    "      wave -1",
    "        Namespace shop  there",
    "      wave 0",
    "        ConfigMap shop/settings  there",
    "        Service shop/web         Healthy",
    "      wave 2",
    "        Deployment shop/web  Degraded: 1 of 2 is ready",
    "      wave 10",
    "        Job shop/last  Healthy",
  ]);
});
