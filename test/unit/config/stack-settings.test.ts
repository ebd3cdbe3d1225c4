import fc from "fast-check";
import { stringify } from "yaml";
import { readStackFile } from "../../../config/stack-file.js";
import { checkStack } from "../../../config/stack-settings.js";
import { check, filesOf, INSTALLATION } from "./support.js";

const FIX_INSTALLATION = `pulumi config set groundplan:installation "$(node -p 'crypto.randomUUID()')"`;

describe("checkStack", () => {
  it.each([undefined, "short", "with/slash-0123", "", "-0123456789"])(
    "refuses the installation %j",
    (installation) => {
      const own = installation === undefined ? {} : { "groundplan:installation": installation };
      const config = { "pulumi:disable-default-providers": ["kubernetes"], ...own };
      const { settings, problems } = checkStack(readStackFile(stringify({ config })), filesOf());
      expect(settings).toBeUndefined();
      expect(problems).toMatchObject([{ path: "installation", fix: FIX_INSTALLATION }]);
    },
  );

  it("takes what its own command makes", () => {
    expect(check({ installation: crypto.randomUUID() }).problems).toEqual([]);
  });

  it.each([undefined, [], ["aws"], "kubernetes"])(
    "warns when default providers are disabled for %j only",
    (names) => {
      const config = { "groundplan:installation": INSTALLATION, "pulumi:disable-default-providers": names };
      const { settings, problems } = checkStack(readStackFile(stringify({ config })), filesOf());
      expect(settings).toBeDefined();
      expect(problems).toMatchObject([{ path: "pulumi:disable-default-providers", severity: "warning" }]);
      expect(problems[0]?.fix).toMatch(
        /^pulumi config set --path 'pulumi:disable-default-providers\[[01]\]' kubernetes$/,
      );
    },
  );

  it("suggests the key that was meant", () => {
    expect(check({ registeries: {} }).problems).toEqual([
      {
        path: "registeries",
        reason: 'unknown key "registeries"; did you mean "registries"?',
        fix: "pulumi config rm --path 'groundplan:registeries'",
      },
    ]);
  });

  it("reports the faults of all sections at once", () => {
    const { problems } = check({
      installation: "x",
      clusters: { lab: {} },
      registries: { lab: { hots: "a" } },
      gatewys: {},
      imagehub: { cluster: "lbb", mode: "drect" },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "installation",
      "gatewys",
      "clusters.lab.kubeconfig",
      "registries.lab.host",
      "registries.lab.hots",
      "imagehub.mode",
      "imagehub.cluster",
    ]);
  });

  it("goes on checking a section behind members that do not fit", () => {
    const { problems } = check({
      clusters: { lab: { kubeconfig: "k" }, other: { kubeconfg: "k" }, third: {} },
      imagehub: {
        mode: "drect",
        cluster: "lba",
        organisations: [],
        images: [{ name: "a/b:1", detail: { keywords: "Database" } }, { name: "a/b:1" }],
        dataPacks: { x: { type: "gird", names: ["a/b:1"] } },
      },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "clusters.other.kubeconfg",
      "clusters.third.kubeconfig",
      "imagehub.mode",
      "imagehub.organisations",
      "imagehub.cluster",
      "imagehub.images[0].detail.keywords",
      "imagehub.dataPacks.x.type",
      "imagehub.images[1]",
    ]);
  });

  it("finds no fault in its own answer", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z]$/);
    const text = fc.stringMatching(/^[a-zA-Z0-9/._ -]{1,20}$/);
    const clusters = fc.dictionary(
      name,
      fc.record({ kubeconfig: text, context: text }, { requiredKeys: ["kubeconfig"] }),
      { noNullPrototype: true },
    );
    const registries = fc.dictionary(
      name,
      fc.record({ host: text, endpoint: fc.webUrl(), caFile: text }, { requiredKeys: ["host"] }),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(clusters, registries, (declaredClusters, declaredRegistries) => {
        const first = check({ clusters: declaredClusters, registries: declaredRegistries }).settings;
        const second = check({ clusters: first?.clusters, registries: first?.registries });
        expect(first).toBeDefined();
        expect(second).toEqual({ settings: first, problems: [] });
      }),
    );
  });
});
