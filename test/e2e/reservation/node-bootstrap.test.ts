import { bootstrapScript } from "../../../components/reservation/node-bootstrap/script.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";

const KEYS = [
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFirst ann@example.com",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAISecond",
];

let stage: NodeStage;

beforeAll(async () => {
  stage = await openNodeStage();
});

afterAll(() => stage.close());

it("makes folders and lets keys log in, and changes nothing for the second time", async () => {
  await stage.say(
    "node1",
    "useradd -m -d /var/home-ann -s /bin/sh ann; mkdir /var/home-ann/.ssh; printf 'ssh-rsa AAAA old' >/var/home-ann/.ssh/authorized_keys",
  );
  const script = bootstrapScript({
    packages: [],
    folders: ["/mnt/ssd/it's new"],
    user: "ann",
    authorizedKeys: KEYS,
  });
  const look =
    "stat -c '%a %U' /var/lib/groundplan \"/mnt/ssd/it's new\" /var/home-ann/.ssh /var/home-ann/.ssh/authorized_keys; cat /var/home-ann/.ssh/authorized_keys";
  expect(await stage.say("node1", script)).toBe("");
  const made = await stage.say("node1", look);
  expect(made.split("\n")).toEqual([
    "700 root",
    "755 root",
    "700 ann",
    "600 ann",
    "ssh-rsa AAAA old",
    ...KEYS,
  ]);
  expect(await stage.say("node1", script)).toBe("");
  expect(await stage.say("node1", look)).toBe(made);
});

it("says what is wrong for somebody who is not root, and for a user that is not there", async () => {
  const script = bootstrapScript({ packages: [], folders: [], user: "nobody-there", authorizedKeys: [] });
  expect((await stage.on("node1", script)).err).toContain("there is no user nobody-there");
  const refused = await stage.on(
    "node1",
    `setpriv --reuid 65534 --clear-groups sh -eu <<'EOF'\n${script}\nEOF\n`,
  );
  expect(refused.code).toBe(1);
  expect(refused.err).toContain("is not root and cannot become so");
});
