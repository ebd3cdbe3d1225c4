import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { identity, ReservationScene } from "../../support/reservation-scene.js";
import { SigningBranch } from "../../support/signers.js";

const REQUEST = "signatures/web/provision/request.json";
const END = "signatures/web/delete/request.json";
const IDENTITIES = {
  alice: identity("7", "alice"),
  bob: identity("11", "bob"),
  carol: identity("14", "carol"),
};
const SIGNERS = Object.keys(IDENTITIES);
const WEB = {
  customer: "alice",
  sign: {
    provision: { signers: SIGNERS, quorum: 3 },
    delete: { signers: SIGNERS, quorum: 2 },
  },
  volumes: { data: { node: "node1", size: 1 } },
};

let scene: ReservationScene;
let branch: SigningBranch;

beforeAll(async () => {
  scene = await ReservationScene.open("quorum");
  branch = new SigningBranch(scene.stack.folder);
});

afterAll(async () => {
  await scene.close();
  branch.remove();
});

function reserve(
  change: Record<string, unknown> = {},
  identities: Record<string, unknown> = IDENTITIES,
): void {
  scene.configure({ identities, reservations: { web: { ...WEB, ...change } } });
}

/** What a preview says, as one text. */
async function preview(): Promise<string> {
  return (await scene.stack.preview()).messages.join("\n");
}

function fileOf(place: string): string {
  return path.join(scene.stack.folder, place);
}

test("nothing is deployed before all have signed just that, and nothing is deleted before enough have", async () => {
  // Short: the request is written, and nothing touched.
  reserve();
  await scene.stack.create();
  expect(await preview()).toContain("waits for signatures: 0 of 3, missing 7, 11, 14");
  const request = readFileSync(fileOf(REQUEST), "utf8");
  branch.share();
  expect(await scene.refused("up")).toContain("web: 0 of 3, missing 7, 11, 14");
  expect(readFileSync(fileOf(REQUEST), "utf8")).toBe(request);
  expect(branch.changed()).toBe("");
  expect(await scene.traces()).toBe("");

  // Where that is allowed, an up below quorum ends well, says so, and holds everything back.
  reserve({ allowPending: true });
  expect(await scene.make("up")).toContain("web: 0 of 3, missing 7, 11, 14");
  expect(await scene.traces()).toBe("");
  reserve();

  // One signs, one signs with somebody else's key, one is not asked, one signs twice.
  expect(branch.sign(REQUEST, "bob", "11").code).toBe(0);
  expect(branch.sign(REQUEST, "eve", "14").code).toBe(0);
  expect(branch.sign(REQUEST, "eve", "99").output).toContain("99 is not among those asked");
  expect(branch.sign(REQUEST, "bob", "11").output).toContain("has signed already");
  copyFileSync(fileOf("signatures/web/provision/11.json"), fileOf("signatures/web/provision/12.json"));
  const wrong = await preview();
  expect(wrong).toContain("1 of 3, missing 7, 14");
  expect(wrong).toContain("signer 14 gave a signature that");
  expect(wrong).toContain("signer 11 has signed already");
  rmSync(fileOf("signatures/web/provision/12.json"));

  // All have signed.
  rmSync(fileOf("signatures/web/provision/14.json"));
  branch.share();
  expect(branch.sign(REQUEST, "carol", "14").code).toBe(0);
  expect(branch.sign(REQUEST, "alice", "7").code).toBe(0);

  // But not for this content, not after the time, and not with keys of today.
  reserve({ volumes: { data: { node: "node1", size: 2 } } });
  const changed = await preview();
  expect(changed).toContain("0 of 3, missing 7, 11, 14");
  expect(changed).toContain("signer 7 signed other content");
  reserve({ sign: { ...WEB.sign, provision: { ...WEB.sign.provision, until: "2020-01-01T00:00:00Z" } } });
  expect(await preview()).toContain("the request has expired");
  reserve({}, { ...IDENTITIES, carol: identity("14", "carol the younger") });
  const rotated = await scene.refused("up");
  expect(rotated).toContain("2 of 3, missing 14");
  expect(rotated).toContain("after a change of keys");
  expect(await scene.traces()).toBe("");

  reserve();
  expect(await preview()).toContain("signed 3 of 3");
  await scene.make("up");
  expect(await scene.say("node1", "stat -c '%a %U' /var/lib/groundplan/reservations/*.json")).toBe(
    "600 root",
  );
  expect(await scene.say("node1", "ls -d /mnt/ssd/volume-* | wc -l")).toBe("1");
  expect((await scene.stack.preview()).changes).toEqual([]);

  // The end takes signatures of its own.
  rmSync(fileOf("signatures/web/delete"), { recursive: true, force: true });
  expect(await scene.refused("destroy")).toContain("cannot be deleted: 0 of 2, missing 7, 11, 14");
  expect(await scene.say("node1", "ls -d /mnt/ssd/volume-* | wc -l")).toBe("1");
  expect(existsSync(fileOf(END))).toBe(true);
  branch.share();
  expect(branch.sign(END, "bob", "11").code).toBe(0);
  copyFileSync(fileOf("signatures/web/provision/14.json"), fileOf("signatures/web/delete/14.json"));
  expect(await scene.refused("destroy")).toContain("1 of 2, missing 7, 14");
  rmSync(fileOf("signatures/web/delete/14.json"));
  expect(branch.sign(END, "carol", "14").code).toBe(0);
  await scene.make("destroy");
  expect(await scene.traces()).toBe("");
});
