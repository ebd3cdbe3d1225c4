import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ADDRESSES } from "../../../../providers/reservation/network-resource/scripts/addresses.sh.js";
import {
  KERNEL_TUNNEL,
  TUNNEL,
} from "../../../../providers/reservation/network-resource/scripts/tunnel.sh.js";

const PRIVATE_KEY = "cGxlYXNlIGRvIG5vdCB0ZWxsIGFueWJvZHkgYWJvdXQ=";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-tunnel-"));
  writeFileSync(join(folder, "calls"), "");
  writeFileSync(join(folder, "private.key"), `${PRIVATE_KEY}\n`);
  writeFileSync(join(folder, "peers.conf"), "\n[Peer]\nPublicKey = theirs\nAllowedIPs = 10.10.2.0/24\n");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program that tells its arguments and keeps what `wg` is given. */
function program(name: string, body: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho "${name} $*" >>'${folder}/calls'\n${body}\n`);
  chmodSync(path, 0o755);
}

/** Runs the script of the kernel's tunnel against pretended programs. */
function run(): { readonly calls: readonly string[]; readonly configuration: string } {
  const script = `${ADDRESSES}${TUNNEL}${KERNEL_TUNNEL}
namespace=n-X tunnel=w-X listen_port=5001 tunnel_address=100.64.10.1/16 routes='10.10.2.0/24 10.10.3.0/24'
key_file='${folder}/private.key' folder='${folder}'
make_kernel_tunnel
`;
  const { status, stderr } = spawnSync("sh", ["-eu"], {
    input: script,
    encoding: "utf8",
    env: { PATH: `${folder}:/usr/bin:/bin` },
  });
  expect([status, stderr]).toEqual([0, ""]);
  const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  return { calls, configuration: readFileSync(join(folder, "configuration"), "utf8") };
}

const GIVES_AND_TAKES = `case "$*" in
  *"wg syncconf"*) cat >'FOLDER/configuration' ;;
  *"link show dev w-X"*) exit LINK ;;
  *"addr show dev w-X"*) echo "3: w-X    inet 100.64.9.9/16 scope global w-X" ;;
  *"route show dev w-X"*) printf '%s\\n' "100.64.0.0/16 proto kernel scope link" "10.10.2.0/24 scope link" "10.99.0.0/16 scope link" ;;
esac`;

test("the kernel's tunnel is made on the node and moved, so that its packets go where the node's own go", () => {
  program("ip", GIVES_AND_TAKES.replace("FOLDER", folder).replace("LINK", "1"));
  const { calls, configuration } = run();
  const made = [
    "ip link add w-X type wireguard",
    "ip link set w-X netns n-X",
    "ip netns exec n-X wg syncconf w-X /dev/stdin",
  ];
  expect(calls.filter((call) => made.includes(call))).toEqual(made);
  expect(configuration).toBe(
    `[Interface]\nListenPort = 5001\nPrivateKey = ${PRIVATE_KEY}\n\n[Peer]\nPublicKey = theirs\nAllowedIPs = 10.10.2.0/24\n`,
  );
  expect(calls.join("\n")).not.toContain(PRIVATE_KEY);
});

test("a tunnel that is there is only given what it lacks, and loses what is not ours", () => {
  program("ip", GIVES_AND_TAKES.replace("FOLDER", folder).replace("LINK", "0"));
  const { calls } = run();
  expect(calls).not.toContain("ip link add w-X type wireguard");
  expect(calls.filter((call) => / (del|replace) /.test(call))).toEqual([
    "ip -n n-X addr del 100.64.9.9/16 dev w-X",
    "ip -n n-X addr replace 100.64.10.1/16 dev w-X",
    "ip -n n-X route del 10.99.0.0/16 dev w-X",
    "ip -n n-X route replace 10.10.2.0/24 dev w-X",
    "ip -n n-X route replace 10.10.3.0/24 dev w-X",
  ]);
});
