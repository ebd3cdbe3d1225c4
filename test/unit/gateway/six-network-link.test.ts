import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIX_KERNEL, SIX_LINK } from "../../../providers/gateway/six-network/scripts/link.sh.js";
import { LIBRARY } from "../../../clients/node/scripts/lib.sh.js";

const PRIVATE_KEY = "cGxlYXNlIGRvIG5vdCB0ZWxsIGFueWJvZHkgYWJvdXQ=";
const OWN = "3: gp-six    inet6 fd12:34:5:6::1/64 scope global";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-six-"));
  writeFileSync(join(folder, "calls"), "");
  writeFileSync(join(folder, "private.key"), `${PRIVATE_KEY}\n`);
  writeFileSync(join(folder, "peers.conf"), "\n[Peer]\nPublicKey = theirs\n");
  writeFileSync(join(folder, "table.nft"), "table ip6 gp-six {}\n");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Node {
  /** Whether the link is there. */
  readonly link: boolean;
  /** Addresses of the link, as `ip` prints them. */
  readonly addresses: readonly string[];
  readonly masquerade?: boolean;
}

/** Runs the script of the kernel's tunnel against pretended programs; what the kernel is told is left out. */
function make({ link, addresses, masquerade = true }: Node): readonly string[] {
  const own = addresses.filter((line) => line.includes("fd12:34:5:6::1/"));
  const script = `${LIBRARY}${SIX_LINK}${SIX_KERNEL}
six_allow() { echo allow >>"$folder/calls"; }
nft() {
  echo "nft $*" >>"$folder/calls"
  case $* in
    -f*) : >"$folder/loaded" ;;
    *list*) [ -e "$folder/loaded" ] ;;
  esac
}
wg() {
  echo "wg $*" >>"$folder/calls"
  cat >"$folder/configuration"
}
ip() {
  echo "ip $*" >>"$folder/calls"
  case "$*" in
    *"link show"*) ${link ? "return 0" : "return 1"} ;;
    *" to "*) printf '%s' '${own.map((line) => `${line}\n`).join("")}' ;;
    *"address show"*) printf '%s' '${addresses.map((line) => `${line}\n`).join("")}' ;;
  esac
}
six_link=gp-six six_table=gp-six six_groups=fd12:0034:0005:0006: port=51821 masquerade=${String(masquerade)}
folder='${folder}'
six_make
`;
  const { status, stderr } = spawnSync("sh", ["-eu"], { input: script, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
}

const changes = (calls: readonly string[]): readonly string[] =>
  calls.filter((call) => !/ show | list /.test(call));

it("makes the link in the kernel, and tells by its address that all is done", () => {
  const calls = make({ link: false, addresses: [] });
  expect(changes(calls)).toEqual([
    "ip link add gp-six type wireguard",
    "wg syncconf gp-six /dev/stdin",
    "allow",
    `nft -f ${folder}/table.nft`,
    "ip link set gp-six mtu 1420 up",
    "ip -6 address replace fd12:0034:0005:0006::1/64 dev gp-six nodad",
  ]);
  expect(readFileSync(join(folder, "configuration"), "utf8")).toBe(
    `[Interface]\nListenPort = 51821\nPrivateKey = ${PRIVATE_KEY}\n\n[Peer]\nPublicKey = theirs\n`,
  );
  expect(calls.join("\n")).not.toContain(PRIVATE_KEY);
});

it("keeps the link and its address, and takes other addresses away", () => {
  const calls = make({ link: true, addresses: [OWN, "3: gp-six    inet6 fd00::7/64 scope global"] });
  expect(calls).not.toContain("ip link add gp-six type wireguard");
  expect(calls.filter((call) => call.includes(" del "))).toEqual(["ip -6 address del fd00::7/64 dev gp-six"]);
});

it("puts an address with another length right", () => {
  const calls = make({ link: true, addresses: [OWN.replace("/64", "/128")] });
  expect(calls.filter((call) => / del | replace /.test(call))).toEqual([
    "ip -6 address del fd12:34:5:6::1/128 dev gp-six",
    "ip -6 address replace fd12:0034:0005:0006::1/64 dev gp-six nodad",
  ]);
});

it("has no rules without masquerading", () => {
  const calls = make({ link: true, addresses: [OWN], masquerade: false });
  expect(calls.filter((call) => call.startsWith("nft"))).toEqual(["nft delete table ip6 gp-six"]);
});
