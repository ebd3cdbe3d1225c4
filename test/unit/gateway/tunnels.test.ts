import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayTunnels, type GatewayTunnelsInputs } from "../../../providers/gateway/tunnels.js";
import { tunnelsOnNode, type TunnelsFound } from "../../../providers/gateway/tunnels/on-node.js";
import { TUNNELS } from "../../../providers/gateway/tunnels/scripts/tunnels.sh.js";
import { RECORDS } from "../../../providers/node/scripts/records.sh.js";
import { plainFacts, silentNode } from "../../support/node-facts.js";
import { answerOf } from "../node/local-shell.js";

const inputs: GatewayTunnelsInputs = gatewayTunnels.inputs.parse({ node: "node1" });
const problemsOf = (change: Partial<GatewayTunnelsInputs>) =>
  gatewayTunnels.problems?.({ ...inputs, ...change });

describe("inputs", () => {
  it("have ports unless they are given", () => {
    expect(inputs).toMatchObject({ port: 2222, ports: { first: 20_000, last: 20_999 } });
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[Partial<GatewayTunnelsInputs>, string, string]>([
    [{ explorer: "testnet" }, "explorer", "is not for tunnels: gateways of an explorer have their own"],
    [{ ports: { first: 20, last: 20 } }, "ports.last", "must be above ports.first, which is 20"],
    [{ port: 20_500 }, "ports", "must not hold 20500, which is the port that clients dial"],
  ])("refuse %j", (change, path, reason) => {
    expect(problemsOf(change)).toEqual([{ path, reason }]);
  });
});

describe("what is found of a node's tunnels", () => {
  const found: TunnelsFound = {
    ...{ state: "running", hostKey: "ssh-ed25519 AAAA", port: 2222, first: 20_000, last: 20_999 },
    differences: [],
  };
  const asFound = (change: Partial<TunnelsFound>) =>
    tunnelsOnNode.asFound({ ...found, ...change }, { inputs, outputs: { hostKey: "ssh-ed25519 LAST" } });

  it("is what was wanted", () => {
    expect(asFound({})).toEqual({ inputs, outputs: { hostKey: "ssh-ed25519 AAAA" }, drift: [] });
  });

  it.each<[string, Partial<TunnelsFound>, readonly string[], Partial<GatewayTunnelsInputs>]>([
    ["a server that was stopped", { state: "stopped" }, ["process sshd: stopped"], {}],
    ["what the node has compared", { differences: ["sshd_config: changed"] }, ["sshd_config: changed"], {}],
    ["another port", { port: 2200 }, [], { port: 2200 }],
    ["a range", { last: 30_000 }, [], { ports: { first: 20_000, last: 30_000 } }],
    ["nothing remembered", { port: null }, [], {}],
  ])("shows %s", (_what, change, drift, changed) => {
    expect(asFound(change)).toMatchObject({ drift, inputs: { ...inputs, ...changed } });
  });

  it("keeps the last key of the host when there is none", () => {
    expect(asFound({ hostKey: "" })).toMatchObject({
      outputs: { hostKey: "ssh-ed25519 LAST" },
      drift: ["host key: missing"],
    });
  });
});

it("needs sshd", () => {
  const lacks = (tools: Record<string, string>) =>
    tunnelsOnNode.lacks?.(inputs, plainFacts({ tools }), silentNode());
  expect(lacks({})).toEqual(["has no program sshd (package openssh-server)"]);
  expect(lacks({ sshd: "9.2" })).toEqual([]);
});

it("tells in the plan that another port breaks tunnels", () => {
  expect(tunnelsOnNode.steps?.(undefined, inputs)).toEqual(["serve tunnels on node1, port 2222"]);
  expect(tunnelsOnNode.steps?.(inputs, { ...inputs, port: 22 })).toEqual([
    "serve port 22 instead of 2222; all tunnels break and dial again",
  ]);
  expect(tunnelsOnNode.steps?.(inputs, { ...inputs, description: "ours" })).toEqual([]);
});

describe("keys that may dial in", () => {
  let folder: string;
  const file = (): string => join(`${folder}/state-tunnels`, "authorized_keys");
  const shell = (work: string): unknown =>
    answerOf(`${RECORDS}${TUNNELS}\nmkdir -p "$state_folder"\n${work}\nanswer flag changed "$keys_changed"`, {
      state_folder: `${folder}/state`,
    });
  const put = (id: string, line: string): unknown => shell(`tunnels_key ${id} "${line}"`);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-tunnels-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("are added, replaced and removed one by one", () => {
    expect(put("reverseproxy-1", "key one reverseproxy-1")).toEqual({ changed: true });
    expect(put("reverseproxy-2", "key two reverseproxy-2")).toEqual({ changed: true });
    expect(put("reverseproxy-1", "key three reverseproxy-1")).toEqual({ changed: true });
    expect(put("reverseproxy-2", "key two reverseproxy-2")).toEqual({ changed: false });
    expect(readFileSync(file(), "utf8")).toBe("key two reverseproxy-2\nkey three reverseproxy-1\n");
    expect(put("reverseproxy-2", "")).toEqual({ changed: true });
    expect(put("reverseproxy-2", "")).toEqual({ changed: false });
    expect(readFileSync(file(), "utf8")).toBe("key three reverseproxy-1\n");
    expect(put("reverseproxy-1", "")).toEqual({ changed: true });
    expect(readFileSync(file(), "utf8")).toBe("");
  });

  it("are readable for the server, and lines of nobody stay until the tunnels themselves are looked after", () => {
    put("reverseproxy-1", "key one reverseproxy-1");
    expect((statSync(file()).mode & 0o777).toString(8)).toBe("644");
    expect((statSync(`${folder}/state-tunnels`).mode & 0o777).toString(8)).toBe("755");
    writeFileSync(file(), "key of somebody\nkey one reverseproxy-1\nkey two reverseproxy-1\n");
    expect(put("reverseproxy-1", "key one reverseproxy-1")).toEqual({ changed: true });
    expect(readFileSync(file(), "utf8")).toBe("key of somebody\nkey one reverseproxy-1\n");
    expect(shell('tunnels_write "key one reverseproxy-1"')).toEqual({ changed: true });
    expect(readFileSync(file(), "utf8")).toBe("key one reverseproxy-1\n");
  });
});
