import { routerOnNode, routerParameters } from "../../../providers/gateway/router/on-node.js";
import { ROUTER } from "../../../providers/gateway/router/router.sh.js";
import { ROUTER_CONFIG } from "../../../providers/gateway/router/scripts/config.sh.js";
import { gatewayRouter, type GatewayRouterInputs } from "../../../providers/gateway/router.js";
import { RECORDS } from "../../../providers/node/scripts/records.sh.js";
import type { KindInputs } from "../../../providers/runtime/kind.js";
import { plainFacts, silentNode } from "../../support/node-facts.js";
import { runLocally } from "../node/local-shell.js";

function inputsOf(given: KindInputs = {}): GatewayRouterInputs {
  // The schema of a kind is known to give its inputs.
  const parsed = gatewayRouter.inputs.parse({ node: "node1", ...given }) as GatewayRouterInputs;
  return gatewayRouter.normalise?.(parsed) ?? parsed;
}

/** Settings of haproxy on a machine that has the address 192.0.2.1 and no user for haproxy. */
function configOf(given: KindInputs = {}): { readonly code: number | null; readonly text: string } {
  const { code, stdout, stderr } = runLocally(
    `${RECORDS}${ROUTER}${ROUTER_CONFIG}
id() { return 1; }
ip() { case $* in *192.0.2.1*) echo '2: eth0 inet 192.0.2.1/24' ;; esac; }
router_config
printf '%s' "$router_text"`,
    routerParameters(inputsOf(given)),
  );
  return { code, text: code === 0 ? stdout : stderr };
}

it("listens where it is told to, each protocol at its port", () => {
  const { text } = configOf({ bind: ["0.0.0.0", "192.0.2.1"], http: 8000, https: 8001 });
  expect(text.match(/^ {2}bind .*$/gm)).toEqual([
    "  bind 0.0.0.0:8000",
    "  bind 192.0.2.1:8000",
    "  bind 0.0.0.0:8001",
    "  bind 192.0.2.1:8001",
  ]);
});

it("does not listen on an address that the node does not have", () => {
  expect(configOf({ bind: ["203.0.113.7"] })).toEqual({
    code: 1,
    text: "203.0.113.7 is no address of this node\n",
  });
});

it("works as nobody where the node has no user for it, and tells by a digest which settings it has", () => {
  const { text } = configOf({ idleTimeout: 60, bind: ["0.0.0.0"] });
  expect(text).toContain("  uid 65534\n  gid 65534\n");
  expect(text).toContain("  timeout client 60s\n  timeout server 60s\n  timeout tunnel 60s\n");
  const description = /description "(.*)"/;
  const [, first] = description.exec(text) ?? [];
  const [, same] = description.exec(configOf({ idleTimeout: 60, bind: ["0.0.0.0"] }).text) ?? [];
  const [, other] = description.exec(configOf({ idleTimeout: 61, bind: ["0.0.0.0"] }).text) ?? [];
  expect(first).toMatch(/^groundplan [0-9a-f]{64}$/);
  expect(same).toBe(first);
  expect(other).not.toBe(first);
});

it("has addresses in one form, each once", () => {
  expect(inputsOf({ bind: ["2001:DB8::0:1", "2001:db8::1"] }).bind).toEqual(["2001:db8::1"]);
  expect(inputsOf()).toMatchObject({ http: 80, https: 443, bind: ["0.0.0.0", "::"], idleTimeout: 3600 });
});

it.each([
  [{ http: 80, https: 80 }, "https"],
  [{ bind: ["node1"] }, "bind[0]"],
  [{ bind: ["0.0.0.0", ""] }, "bind[1]"],
  [{ explorer: "grid" }, "explorer"],
])("refuses %j", (given, path) => {
  expect(gatewayRouter.problems?.(inputsOf(given)).map((problem) => problem.path)).toEqual([path]);
});

it("needs haproxy and what talks to it", () => {
  const lacks = (tools: Record<string, string>) =>
    routerOnNode.lacks?.({}, plainFacts({ tools }), silentNode());
  expect(lacks({})).toEqual([
    "has no program haproxy (package haproxy)",
    "has no program socat (package socat), which talks to haproxy",
  ]);
  expect(lacks({ haproxy: "2.6.12", socat: "1.7.4" })).toEqual([]);
  expect(lacks({ haproxy: "3.0", socat: "" })).toEqual([]);
  // One that does not tell its version is taken at its word.
  expect(lacks({ haproxy: "", socat: "" })).toEqual([]);
  expect(lacks({ haproxy: "2.2.9", socat: "" })).toEqual([
    "has haproxy 2.2.9, and routers need 2.6 or newer",
  ]);
});
