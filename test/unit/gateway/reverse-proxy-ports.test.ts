import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authorizedLine } from "../../../model/gateway/tunnel/authorized-line.js";
import { TUNNEL_PORTS } from "../../../providers/gateway/reverse-proxy/scripts/ports.sh.js";
import { RECORDS } from "../../../providers/node/scripts/records.sh.js";
import { answerOf } from "../node/local-shell.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-ports-"));
  remember("tunnels-1", "tunnels", { first: "41000", last: "41005" });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the ports of a tunnel", () => {
  it.each<[string, { ports?: string; line?: string; route?: string }, string]>([
    ["the first free ones for a new workload", {}, "41000 41001"],
    ["those that it has", { ports: "41004 41003" }, "41004 41003"],
    [
      "what key and route agree on, when the workload remembers something else",
      { ports: "41004 41005", line: "41002 41003", route: "41002 41003" },
      "41002 41003",
    ],
    [
      "what the workload and its route agree on, when its key was changed",
      { ports: "41002 41003", line: "41004 41005", route: "41002 41003" },
      "41002 41003",
    ],
    [
      "what the workload and its key agree on, when its route was changed",
      { ports: "41002 41003", line: "41002 41003", route: "41004 41005" },
      "41002 41003",
    ],
    [
      "what key and route agree on, when the workload has forgotten them",
      { line: "41002 41003", route: "41002 41003" },
      "41002 41003",
    ],
    ["new ones for such as are no ports", { ports: "41002 x" }, "41000 41001"],
    ["new ones for one port twice", { ports: "41002 41002" }, "41000 41001"],
    ["new ones for a single one", { ports: "41002" }, "41000 41001"],
    ["new ones for three", { ports: "41002 41003 41004" }, "41000 41001"],
    ["new ones for such as are outside the range", { ports: "41005 41006" }, "41000 41001"],
    ["new ones for a number that is too long", { ports: "41002 99999999999999999999" }, "41000 41001"],
  ])("are %s", (_what, told, chosen) => {
    expect(choose(told)).toBe(chosen);
  });

  it("are those of no other workload", () => {
    remember("reverseproxy-2", "reverseproxy", { ports: "41000 41002" });
    expect(choose({})).toBe("41001 41003");
    expect(choose({ ports: "41002 41003" })).toBe("41001 41003");
  });

  it("are not there for more than the range holds", () => {
    remember("reverseproxy-2", "reverseproxy", { ports: "41000 41001" });
    remember("reverseproxy-3", "reverseproxy", { ports: "41002 41003" });
    expect(choose({})).toBe("41004 41005");
    remember("reverseproxy-4", "reverseproxy", { ports: "41004 41005" });
    expect(() => choose({})).toThrow(
      "the range of the tunnels, 41000 to 41005, has no two free ports left: widen it",
    );
  });
});

function choose({
  ports = "",
  line = "",
  route = "",
}: {
  ports?: string;
  line?: string;
  route?: string;
}): string {
  if (ports !== "") remember("reverseproxy-1", "reverseproxy", { ports });
  const [httpPort = "", tlsPort = ""] = line.split(" ");
  const key = { publicKey: "ssh-ed25519 AAAA", httpPort, tlsPort, workloadId: "reverseproxy-1" };
  const answer = answerOf(
    `${RECORDS}${TUNNEL_PORTS}\ntunnels_id=tunnels-1\nports_choose "$line" "$route"\nanswer text ports "$ports"`,
    {
      state_folder: folder,
      id: "reverseproxy-1",
      line: line === "" ? "" : authorizedLine(key),
      route,
    },
  ) as { ports: string };
  return answer.ports;
}

function remember(id: string, sort: string, values: Readonly<Record<string, string>>): void {
  const place = join(folder, "w", id);
  mkdirSync(place, { recursive: true });
  const head = `{\n"id": "${id}",\n"sort": "${sort}",\n"owner": "a/b/c/d",\n"token": "t",\n"order": 1,\n`;
  const spec = `"cru": 0,\n"mru": 0,\n"sru": 0,\n"hru": 0,\n"spec": {}\n}\n`;
  writeFileSync(join(place, "spec.json"), head + spec);
  for (const [name, value] of Object.entries(values))
    writeFileSync(join(place, `keep.${name}`), `${value}\n`);
}
