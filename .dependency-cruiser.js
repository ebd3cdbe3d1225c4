// The import rule of docs/architecture.md, one row a layer: who may import whom.
const layers = {
  model: [],
  clients: ["model"],
  providers: ["model", "clients"],
  components: ["providers", "model"],
  config: ["model"],
  cli: ["config", "model", "clients"],
  lab: ["model", "clients"],
};
const folders = Object.keys(layers);
const systems = ["imagehub", "workspace", "reservation", "gateway", "artifact", "vimana"];
// docs/decisions/0016: what a gateway carries out are workloads of reservations.
const buildsUpon = { gateway: ["reservation"] };

const layerRules = folders.map((layer) => ({
  name: `layer-${layer}`,
  severity: "error",
  comment: `${layer}/ imports only ${[layer, ...layers[layer]].join(", ")} and packages`,
  from: { path: `^${layer}/` },
  to: {
    path: `^(${folders.filter((f) => f !== layer && !layers[layer].includes(f)).join("|")}|test)/|^(index|program)\\.ts$`,
  },
}));

const systemRules = systems.flatMap((system) =>
  ["model", "providers"].map((layer) => ({
    name: `system-${layer}-${system}`,
    severity: "error",
    comment: `what two systems share lives in model/shared or providers/runtime`,
    from: { path: `^${layer}/${system}/` },
    to: {
      path: `^(model|providers)/(${systems.filter((s) => s !== system && !buildsUpon[system]?.includes(s)).join("|")})/`,
    },
  })),
);

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...systemRules,
    {
      name: "clients-use-model-for-types",
      severity: "error",
      comment:
        "clients talk to the outside world; rules are decided in model/ (model/shared values are allowed)",
      from: { path: "^clients/" },
      to: { path: "^model/", pathNot: "^model/shared/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "model-is-pure",
      severity: "error",
      comment: "model/ has no Pulumi, file system, network, process or clock",
      from: { path: "^model/" },
      to: {
        path: "^(@pulumi|undici|@kubernetes|@grpc|fs|node:fs|net|node:net|http|node:http|https|node:https|child_process|node:child_process|os|node:os|timers|node:timers)",
      },
    },
    {
      name: "lab-stands-alone",
      severity: "error",
      comment: "the lab is a tool of developers; the product never depends on it",
      from: { pathNot: "^(lab|test)/" },
      to: { path: "^lab/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|node_modules)/" },
  },
};
