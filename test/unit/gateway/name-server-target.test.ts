import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameServerSettings } from "../../../model/shared/targets/name-server.js";
import { nameServerTarget } from "../../../providers/targets/name-server.js";

const SECRET = Buffer.alloc(32, 3).toString("base64");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "name-server-"));
  writeFileSync(join(folder, "address"), "192.0.2.53\n");
  writeFileSync(join(folder, "key"), `${SECRET}\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function connect(settings: Record<string, unknown>, secret?: string) {
  const parsed = nameServerSettings.parse({ key: "groundplan", ...settings });
  return nameServerTarget.connect("main", parsed, secret === undefined ? undefined : { secret });
}

test("address and key are from the settings, from files or from secrets", async () => {
  const files = await connect({ addressFile: join(folder, "address"), secretFile: join(folder, "key") });
  expect(files).toMatchObject({ name: "main", port: 53, zones: [] });
  expect(files.client.where).toBe("name server 192.0.2.53:53");
  expect(files.key).toEqual({
    name: "groundplan",
    algorithm: "hmac-sha256",
    secret: Buffer.from(SECRET, "base64"),
  });
  const given = { address: "2001:db8::53", port: 5353, zones: ["Apps.Test"], algorithm: "hmac-sha512" };
  const open = await connect(given, SECRET);
  expect(open).toMatchObject({ port: 5353, zones: ["apps.test"], key: { algorithm: "hmac-sha512" } });
  expect(open.client.where).toBe("name server [2001:db8::53]:5353");
});

test("what is missing or cannot be is told with the setting, and a secret is not shown", async () => {
  await expect(connect({ secretFile: join(folder, "key") })).rejects.toThrow(
    "groundplan:nameServers.main: has no address",
  );
  await expect(connect({ address: "192.0.2.53" })).rejects.toThrow(
    "groundplan:nameServers.main: has no key to sign with",
  );
  await expect(connect({ address: "192.0.2.53", secretFile: join(folder, "none") })).rejects.toThrow(
    "groundplan:nameServers.main.secretFile",
  );
  const wrong = connect({ address: "192.0.2.53" }, "hunter2 hunter2");
  await expect(wrong).rejects.toThrow("groundplan:nameServersSecrets.main.secret: is not Base64");
  await expect(wrong).rejects.not.toThrow("hunter2");
});
