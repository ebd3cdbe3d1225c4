import { expectChanges } from "../support/vimana-changes.js";
import { vimanaScene, type ServerSettings, type VimanaSettings } from "../support/vimana-scene.js";

const NAME = "matrix-operator";
const SHOP = `${NAME}/shop`;
const OTHER_ID = "f".repeat(32);
const V1 = "1.0.0";
const V2 = "1.1.0";
/** Nothing is waited for and no image is looked up, so that all of this needs neither an operator nor images. */
const SETTINGS: VimanaSettings = {
  mode: "operator",
  gateway: { addressFile: ".lab/gateway/address" },
  waitForOperator: false,
  resolve: "off",
};

/** Servers that are alike, and what is changed of each; `%` stands for the server in what a preview shows then. */
const SERVERS: Readonly<Record<string, { to: Partial<ServerSettings>; changes: readonly string[] }>> = {
  untouched: { to: {}, changes: [] },
  services: { to: { services: ["matrix.services", "matrix.more"] }, changes: ["update Traffic %"] },
  weights: { to: { weights: { [V1]: 1, [V2]: 1 } }, changes: ["update Traffic %"] },
  auth: { to: { auth: { jwks: ["https://keys.matrix.test/jwks.json"] } }, changes: ["update Traffic %"] },
  version: {
    to: { components: { [V1]: {}, "1.2.0": {} }, weights: { [V1]: 4, "1.2.0": 1 } },
    changes: [
      "update VersionLedger %",
      "create Component %@1.2.0",
      "create Component %@1.2.0",
      "update Traffic %",
      "delete Component %@1.1.0",
      "delete Component %@1.1.0",
    ],
  },
  disruption: {
    to: { components: { [V1]: { minAvailable: 1 }, [V2]: {} } },
    changes: ["create PodDisruptionBudget %@1.0.0"],
  },
};

function server(id: string): ServerSettings {
  return { services: [`matrix.${id}`], components: { [V1]: {}, [V2]: {} }, weights: { [V1]: 4, [V2]: 1 } };
}

describe("what a preview shows of a change in operator mode", () => {
  const scene = vimanaScene(NAME);
  const servers = Object.fromEntries(Object.keys(SERVERS).map((id) => [id, server(id)]));
  const shop = { servers };
  const bank = { aliases: ["bank.matrix.test"], servers: { accounts: server("Accounts") } };

  beforeAll(async () => {
    scene.declare({ shop, bank }, SETTINGS);
    await scene.make("up");
  });

  scene.beforeEnd(() => {
    scene.declare({ shop, bank }, SETTINGS);
  });

  test("nothing, when nothing changes", async () => {
    scene.declare({ shop, bank }, SETTINGS);
    expect(await scene.changes()).toEqual([]);
  });

  describe("to a server", () => {
    let changes: readonly string[];

    beforeAll(async () => {
      const changed = Object.entries(SERVERS).map(([id, { to }]): [string, ServerSettings] => [
        id,
        { ...server(id), ...to },
      ]);
      scene.declare({ shop: { servers: Object.fromEntries(changed) }, bank }, SETTINGS);
      changes = await scene.changes();
    });

    test.each(Object.entries(SERVERS))("%s", (id, { changes: expected }) => {
      const found = changes.filter((line) => isOf(line, id));
      expectChanges(
        found,
        expected.map((line) => line.replace("%", `${SHOP}/${id}`)),
      );
    });

    test("and of nothing else", () => {
      const others = changes.filter((line) => !Object.keys(SERVERS).some((id) => isOf(line, id)));
      expectChanges(others, [`update ObjectGuard ${NAME}`]);
    });
  });

  const DOMAIN = `${NAME}/bank`;
  const CERTIFICATES = `update DevCertificates ${NAME}`;
  test.each<[string, object, readonly string[]]>([
    [
      "an alias more",
      { aliases: [...bank.aliases, "www.bank.matrix.test"] },
      [CERTIFICATES, `update Domain ${DOMAIN} spec.aliases[1]`],
    ],
    ["an alias less", { aliases: [] }, [CERTIFICATES, `update Domain ${DOMAIN} spec.aliases[0]`]],
    [
      "the id",
      { id: OTHER_ID },
      [
        `update ObjectGuard ${NAME}`,
        CERTIFICATES,
        `replace Domain ${DOMAIN}`,
        `replace VersionLedger ${DOMAIN}/accounts`,
        `replace Traffic ${DOMAIN}/accounts`,
        `replace Component ${DOMAIN}/accounts@${V1}`,
        `replace Component ${DOMAIN}/accounts@${V2}`,
      ],
    ],
    ["Secrets that are there already", { tls: { mode: "existing" } }, [CERTIFICATES]],
  ])("to a domain: %s", async (_what, to, expected) => {
    scene.declare({ shop, bank: { ...bank, ...to } }, SETTINGS);
    expectChanges(await scene.changes(), expected);
  });

  test.each<[string, VimanaSettings, readonly string[]]>([
    ["its regions", { regions: ["eu"] }, ["update Vimana"]],
    [
      "its name",
      { name: "other", namespace: NAME },
      [
        "update Identity",
        "update ObjectGuard",
        "update Namespace",
        "replace DevCertificates",
        "replace Vimana",
        "update Domain",
        "update Component",
        "update Traffic",
      ],
    ],
    [
      "its namespace: all below is replaced",
      { namespace: "elsewhere" },
      [
        "update Identity",
        "update ObjectGuard",
        "replace Namespace",
        "replace DevCertificates",
        "replace Vimana",
        "replace Domain",
        "replace Component",
        "replace VersionLedger",
        "replace Traffic",
      ],
    ],
  ])("to the Vimana: %s", async (_what, to, expected) => {
    scene.declare({ shop, bank }, { ...SETTINGS, ...to });
    const kinds = (await scene.changes()).map((line) => line.split(" ").slice(0, 2).join(" "));
    expectChanges([...new Set(kinds)], expected);
  });

  test("to the registry of a version: refused; or forgiven, and then the version is replaced", async () => {
    declareMirror([]);
    expect(await scene.refused("preview")).toMatch(
      /1\.0\.0 is used for .* and declared with .*mirror\.matrix\.test/s,
    );
    declareMirror([{ version: V1, reason: "has moved" }]);
    expectChanges(await scene.changes(), [
      `update VersionLedger ${DOMAIN}/accounts`,
      `replace Component ${DOMAIN}/accounts@${V1} spec.image`,
    ]);
  });

  test("which is refused: another mode or another suffix", async () => {
    scene.declare({ shop, bank }, { ...SETTINGS, canonicalSuffix: "apps.matrix.test" });
    expect(await scene.refused("preview")).toContain("(DOM-3)");
    const one = {
      ...bank,
      servers: { accounts: { ...server("Accounts"), components: { [V1]: {}, [V2]: {} } } },
    };
    scene.declare(
      { shop, bank: one },
      { mode: "direct", canonicalSuffix: "app.vimana.host", resolve: "off" },
    );
    expect(await scene.refused("preview")).toMatch(
      /its mode changes from operator to direct.*set allowModeMigration: true/s,
    );
  });

  function declareMirror(forgive: NonNullable<ServerSettings["forgive"]>): void {
    const components = { [V1]: { registry: "mirror" }, [V2]: {} };
    const accounts = { ...server("Accounts"), components, forgive };
    const vimana = scene.vimana({ shop, bank: { ...bank, servers: { accounts } } }, SETTINGS);
    const config = scene.config({ [NAME]: vimana });
    const registries = { ...(config["registries"] as object), mirror: { host: "mirror.matrix.test" } };
    scene.stack.configure({ ...config, registries });
  }
});

/** Whether a line of a preview is about a server or one of its versions. */
function isOf(line: string, id: string): boolean {
  const [, , resource = ""] = line.split(" ");
  return resource === `${SHOP}/${id}` || resource.startsWith(`${SHOP}/${id}@`);
}
