import { selfSigned } from "../support/self-signed.js";
import { expectChanges } from "../support/vimana-changes.js";
import { matrixServer, OTHER_IMAGE, V1, V2, VERSION } from "../support/vimana-matrix.js";
import { vimanaScene, type VimanaSettings } from "../support/vimana-scene.js";

const NAME = "matrix-domains";
const OTHER_ID = "f".repeat(32);

describe("what a preview shows of a change to a domain or a Vimana", () => {
  const scene = vimanaScene(NAME);
  const shop = { servers: { untouched: matrixServer("untouched") } };
  const bank = { aliases: ["bank.matrix.test"], servers: { accounts: matrixServer("Accounts") } };

  beforeAll(async () => {
    scene.declare({ shop, bank });
    await scene.make("up");
  });

  scene.beforeEnd(() => {
    scene.declare({ shop, bank });
  });

  const GATEWAY = `update Gateway ${NAME}`;
  const CERTIFICATES = `update DevCertificates ${NAME}`;
  const ROUTE = `update Traffic ${NAME}/bank/accounts`;
  const GUARD = `update ObjectGuard ${NAME}`;
  const HOSTS = [scene.hostOf("bank"), ...bank.aliases];
  test.each<[string, object, readonly string[]]>([
    [
      "an alias more",
      { aliases: [...bank.aliases, "www.bank.matrix.test"] },
      [CERTIFICATES, `${GATEWAY} spec.listeners[3]`, ROUTE],
    ],
    ["an alias less", { aliases: [] }, [CERTIFICATES, `${GATEWAY} spec.listeners[2]`, ROUTE]],
    [
      "the id",
      { id: OTHER_ID },
      [
        GUARD,
        CERTIFICATES,
        GATEWAY,
        `replace VersionLedger ${NAME}/bank/accounts`,
        `replace Traffic ${NAME}/bank/accounts`,
        ...[V1, V2].flatMap((version) => [
          `replace Deployment ${NAME}/bank/accounts@${version}`,
          `replace Service ${NAME}/bank/accounts@${version}`,
        ]),
      ],
    ],
    ["certificates that are there already", { tls: { mode: "existing" } }, [CERTIFICATES]],
    [
      "certificates that are issued",
      { tls: { mode: "certManager", issuer: { name: "authority" } } },
      [GUARD, CERTIFICATES, ...HOSTS.map((host) => `create Certificate ${NAME}/bank/${host}`)],
    ],
  ])("to a domain: %s", async (_what, to, expected) => {
    scene.declare({ shop, bank: { ...bank, ...to } });
    expectChanges(await scene.changes(), expected);
  });

  test("to a domain: certificates that are given", async () => {
    const tls = Object.fromEntries(HOSTS.map((host) => [host, selfSigned(host)]));
    const provided = { ...bank, tls: { mode: "provided" as const } };
    scene.stack.configure({
      ...scene.config({ [NAME]: scene.vimana({ shop, bank: provided }) }),
      vimanasSecrets: { [NAME]: { tls } },
    });
    const secrets = HOSTS.map((host) => `create Secret ${NAME}/bank/${host}`);
    expectChanges(await scene.changes(), [GUARD, CERTIFICATES, ...secrets]);
  });

  test.each<[string, VimanaSettings, readonly string[]]>([
    [
      "its name: the gateway is another one",
      { name: "other", namespace: NAME },
      [
        "update Identity",
        "update ObjectGuard",
        "update Namespace",
        "replace DevCertificates",
        "replace EnvoyProxy",
        "replace BackendTrafficPolicy",
        "replace Gateway",
        "update Deployment",
        "update Service",
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
        "replace EnvoyProxy",
        "replace BackendTrafficPolicy",
        "replace Gateway",
        "replace VersionLedger",
        "replace Deployment",
        "replace Service",
        "replace Traffic",
      ],
    ],
    [
      "the suffix of canonical hosts: listeners, certificates and routes",
      { canonicalSuffix: "apps.matrix.test" },
      ["update Identity", "update DevCertificates", "update Gateway", "update Traffic"],
    ],
    ["what protects it", { protectIdentity: true, retainLedger: true }, ["update VersionLedger"]],
  ])("to the Vimana: %s", async (_what, to, expected) => {
    scene.declare({ shop, bank }, to);
    const kinds = (await scene.changes()).map((line) => line.split(" ").slice(0, 2).join(" "));
    expectChanges([...new Set(kinds)], expected);
  });

  test("that clients will notice, as a warning of its own", async () => {
    scene.declare({ shop, bank }, { canonicalSuffix: "apps.matrix.test" });
    expect(await scene.make("preview")).toMatch(/clients break: .*vimana\.host become .*apps\.matrix\.test/);
  });

  test("which is refused: another image for a version", async () => {
    const components = { [V1]: { ...VERSION, image: OTHER_IMAGE }, [V2]: VERSION };
    scene.declare({
      shop,
      bank: { ...bank, servers: { accounts: { ...matrixServer("Accounts"), components } } },
    });
    expect(await scene.refused("preview")).toMatch(/1\.0\.0 is used for .* and declared with .*sha256:/s);
  });

  test("which is refused: another mode", async () => {
    const operated = { components: { [V1]: {} }, services: ["matrix.Accounts"] };
    scene.declare(
      { bank: { ...bank, servers: { accounts: operated } } },
      { mode: "operator", canonicalSuffix: "app.vimana.host", gateway: {}, resolve: "off" },
    );
    expect(await scene.refused("preview")).toMatch(
      /its mode changes from direct to operator.*set allowModeMigration: true/s,
    );
  });
});
