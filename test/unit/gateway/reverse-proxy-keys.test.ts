import { PrivateKey } from "sshpk";
import { authorizedLine } from "../../../model/gateway/tunnel/authorized-line.js";
import { knownHostsLine, tunnelCommand, tunnelUnit } from "../../../model/gateway/tunnel/client.js";
import { secretProblem } from "../../../model/gateway/tunnel/secret.js";
import { tunnelSeed } from "../../../model/gateway/tunnel/seed.js";
import { tunnelKeys } from "../../../providers/gateway/reverse-proxy/tunnel-keys.js";

const SECRET = "correct horse battery";

describe("the key of a tunnel", () => {
  it("follows from the secret and the workload", async () => {
    const hex = async (secret: string, id: string): Promise<string> =>
      Buffer.from(await tunnelSeed(secret, id)).toString("hex");
    const seed = await hex(SECRET, "reverseproxy-1");
    expect(seed).toMatch(/^[0-9a-f]{64}$/);
    expect(await hex(SECRET, "reverseproxy-1")).toBe(seed);
    expect(await hex(`${SECRET}!`, "reverseproxy-1")).not.toBe(seed);
    expect(await hex(SECRET, "reverseproxy-2")).not.toBe(seed);
    // One text may be written in two ways, which look the same.
    expect(await hex("caf\u00e9 in a long row", "1")).toBe(await hex("cafe\u0301 in a long row", "1"));
  });

  it("is told in OpenSSH's formats", async () => {
    const { publicKey, privateKey } = await tunnelKeys(SECRET, "reverseproxy-1");
    expect(publicKey).toMatch(/^ssh-ed25519 AAAA\S+$/);
    expect(privateKey).toMatch(
      /^-----BEGIN OPENSSH PRIVATE KEY-----\n[^]*\n-----END OPENSSH PRIVATE KEY-----\n$/,
    );
    const read = PrivateKey.parse(privateKey, "openssh");
    expect(read.toPublic().toString("ssh")).toBe(`${publicKey} reverseproxy-1`);
    expect((await tunnelKeys(SECRET, "reverseproxy-1")).publicKey).toBe(publicKey);
  });

  it("may have two ports of the loopback address, and nothing else", () => {
    const line = authorizedLine({
      publicKey: "ssh-ed25519 AAAA",
      httpPort: 20_000,
      tlsPort: 20_001,
      workloadId: "reverseproxy-1",
    });
    expect(line).toBe(
      'restrict,port-forwarding,permitlisten="127.0.0.1:20000",permitlisten="127.0.0.1:20001",command="/bin/false" ssh-ed25519 AAAA reverseproxy-1',
    );
  });
});

describe("secrets", () => {
  it.each<[string, string | undefined, string | undefined]>([
    ["0123456789abcdef", undefined, undefined],
    ["0123456789abcde", undefined, "must have 16 characters or more"],
    ["", undefined, "must have 16 characters or more"],
    ["7:0123456789abcdef", "7", undefined],
    ["7:0123456789abcde", "7", "must have 16 characters or more after the customer's id"],
    ["8:0123456789abcdef", "7", 'must begin with the customer\'s id and a colon, "7:"'],
    ["0123456789abcdef", "7", 'must begin with the customer\'s id and a colon, "7:"'],
    ["", "7", "must not be empty"],
    // Two units of UTF-16 each, one character to whoever types it.
    ["\u{1f512}".repeat(15), undefined, "must have 16 characters or more"],
  ])("%j of customer %j: %j", (secret, customer, problem) => {
    expect(secretProblem(secret, customer)).toBe(problem);
  });
});

describe("what a client needs", () => {
  const way = {
    workloadId: "reverseproxy-1",
    domain: "home.example.com",
    address: "192.0.2.1",
    port: 2222,
    hostKey: "ssh-ed25519 AAAA",
    http: { remote: 20_000, local: 80 },
    tls: { remote: 20_001, local: 8443 },
  };

  it("is one command that takes nothing from elsewhere", () => {
    const command = tunnelCommand(way);
    expect(command).toMatch(/^ssh -F none -N -T -p 2222 -i \/etc\/groundplan-tunnel\/reverseproxy-1\/key /);
    expect(command).toContain(" -o UserKnownHostsFile=/etc/groundplan-tunnel/reverseproxy-1/known_hosts ");
    expect(command).toContain(" -o StrictHostKeyChecking=yes ");
    expect(command).toContain(" -R 127.0.0.1:20000:127.0.0.1:80 -R 127.0.0.1:20001:127.0.0.1:8443 ");
    expect(command).toMatch(/ groundplan-tunnel@192\.0\.2\.1$/);
  });

  it("is a unit that runs it whatever happens", () => {
    const unit = tunnelUnit(way);
    expect(unit).toContain(`\nExecStart=/usr/bin/${tunnelCommand(way)}\nRestart=always\n`);
    expect(unit).toContain("\nDescription=Tunnel of home.example.com to its gateway\n");
  });

  it.each([
    ["192.0.2.1", 2222, "[192.0.2.1]:2222 ssh-ed25519 AAAA\n"],
    ["2001:db8::1", 2222, "[2001:db8::1]:2222 ssh-ed25519 AAAA\n"],
    ["gateway.example.com", 22, "gateway.example.com ssh-ed25519 AAAA\n"],
  ])("is the host key of %s, port %i", (address, port, line) => {
    expect(knownHostsLine({ ...way, address, port })).toBe(line);
  });
});
