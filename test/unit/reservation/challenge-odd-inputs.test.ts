import { isObject } from "../../../model/shared/json.js";
import { challengeOfWorkload } from "../../../model/reservation/sign/challenge.js";
import { challengeOfWire } from "../../../model/reservation/sign/challenge-of-wire.js";
import { NOT_SIGNED, workloadChallenge } from "../../../model/reservation/sign/workload-challenge.js";
import { WORKLOAD_SCHEMAS } from "../../../model/reservation/types/index.js";
import { pool } from "../../../model/reservation/wire/codec.js";
import { WORKLOAD_VECTORS } from "./vectors/workloads.js";

/** The challenge of something on the wire. */
function textOf(wire: unknown): string {
  const decoded = pool.decodeWorkload(wire);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return workloadChallenge(decoded.value);
}

const HEAD = {
  workload_id: 1,
  node_id: "n",
  pool_id: 2,
  customer_tid: 7,
  epoch: 5,
  description: "d",
  metadata: "m",
};

describe("each kind of workload", () => {
  it.each([
    [0, { size: 1, mode: 0, password: "", disk_type: 1, public: false }, "1n27ZDB5dm1seqssdfalse"],
    [0, { size: -1, mode: 7, disk_type: 7 }, "1n27ZDB5dm-1UNKNOWNUNKNOWNfalse"],
    [2, { size: 10, type: 0 }, "1n27VOLUME5dm10HDD"],
    [2, { size: 10, type: 2 }, "1n27VOLUME5dm10UNKNOWN"],
    [
      4,
      {
        size: -1,
        cluster_secret: "ab",
        network_id: "net",
        ssh_keys: [],
        public_ip: 12,
        datastore_endpoint: "e",
      },
      "1n27KUBERNETES5dm-1abnet<nil>12efalse",
    ],
    [
      4,
      { size: 1, ipaddress: "::1", master_ips: ["", "10.0.0.1"] },
      "1n27KUBERNETES5dm1::1<nil>10.0.0.10false",
    ],
    [
      5,
      { domain: "d.com", addr: "1.2.3.4", port: 0, port_tls: 4294967295 },
      "1n27PROXY5dmd.com1.2.3.404294967295",
    ],
    [6, { domain: "d.com", secret: "beef" }, "1n27REVERSE_PROXY5dmd.combeef"],
    [7, { domain: "d.com", ips: null }, "1n27SUBDOMAIN5dmd.com"],
    [
      7,
      { domain: "d.com", ips: ["", "::FFFF:1.2.3.4", "no address"] },
      "1n27SUBDOMAIN5dmd.com::FFFF:1.2.3.4no address",
    ],
    [8, {}, "1n27DOMAIN_DELEGATE5dm"],
    [9, { public_key: "key=" }, "1n27GATEWAY4TO65dmkey="],
    [10, {}, "1n27NETWORK_RESOURCE5dm<nil>0<nil>"],
    [
      10,
      {
        name: "N",
        network_iprange: "10.0.0.7/8",
        iprange: "::ffff:10.0.0.1/120",
        peers: [{}, { allowed_iprange: [""] }],
      },
      "1n27NETWORK_RESOURCE5dmN10.0.0.7/80" + "10.0.0.1/24<nil><nil><nil>",
    ],
    [11, { ipaddress: "" }, "1n27PUBLIC_IP5dm<nil>"],
    [11, { ipaddress: "2001:DB8::1/64" }, "1n27PUBLIC_IP5dm2001:db8::1/64"],
    [
      12,
      {
        name: "ubuntu",
        network_id: "net",
        ipaddress: "10.0.0.2",
        ssh_keys: ["a", "b"],
        public_ip: 3,
        size: 18,
      },
      "1n27VIRTUAL_MACHINE5dmubuntunet310.0.0.2ab18",
    ],
    [12, { size: -1, custom_size: { cru: 4, mru: 8, sru: 10 } }, "1n27VIRTUAL_MACHINE5dm0<nil>-1"],
    [1, {}, "1n27CONTAINER5dmfalse000hdd"],
    [
      1,
      { network_connection: [{}], capacity: { disk_type: 9 } },
      "1n27CONTAINER5dmfalse<nil>false000UNKNOWN",
    ],
    [
      1,
      { network_connection: [{ network_id: "a" }, { network_id: "b", ipaddress: "::1", public_ip6: true }] },
      "1n27CONTAINER5dmfalsea<nil>falseb::1true000hdd",
    ],
  ])("type %i with %j", (type, fields, text) => {
    expect(textOf({ ...HEAD, workload_type: type, ...fields })).toBe(text);
  });
});

describe("the head", () => {
  const delegate = { workload_type: 8 };

  it.each([
    [{}, "00" + "0DOMAIN_DELEGATE-62135596800"],
    [{ epoch: null }, "000DOMAIN_DELEGATE-62135596800"],
    [{ epoch: "" }, "000DOMAIN_DELEGATE-62135596800"],
    [{ epoch: 0 }, "000DOMAIN_DELEGATE0"],
    [{ epoch: 1.9 }, "000DOMAIN_DELEGATE1"],
    [{ epoch: -1 }, "000DOMAIN_DELEGATE-1"],
    [{ epoch: "29/02/2020 10:30" }, "000DOMAIN_DELEGATE1582972200"],
    [{ customer_tid: 9007199254740991, epoch: 0 }, "009007199254740991DOMAIN_DELEGATE0"],
    [{ workload_id: -1, reference: "3-2", epoch: 0 }, "-103-20DOMAIN_DELEGATE0"],
    [
      { description: "Größe ✓ 🚀", metadata: '{"a":"\n"}', epoch: 0 },
      '000DOMAIN_DELEGATE0Größe ✓ 🚀{"a":"\n"}',
    ],
  ])("of %j", (fields, text) => {
    expect(textOf({ ...delegate, ...fields })).toBe(text);
  });

  it("is digested as UTF-8", () => {
    const decoded = pool.decodeWorkload({ ...delegate, epoch: 0, description: "Größe ✓ 🚀" });
    if (!decoded.ok) throw new Error("refused");
    expect(challengeOfWorkload(decoded.value, "customer", "7").sha256).toBe(
      "e4981fbc7c612de550ef9fd2880b754a6aa3bc831dc9bc6b9ed0a8bdd3c8e953",
    );
  });
});

describe("environments", () => {
  const text = (environment: unknown): string =>
    textOf({ ...HEAD, workload_type: 1, environment }).slice(
      "1n27CONTAINER5dmfalse".length,
      -"000hdd".length,
    );

  it.each([
    [{ b: "2", a: "1", B: "0" }, "B=0a=1b=2"],
    [{ "10": "x", "9": "y", "01": "z" }, "01=z10=x9=y"],
    [{ "\u{10000}": "2", "\uffff": "1" }, "\uffff=1\u{10000}=2"],
    [{ "": "x", "=": "" }, "=x=="],
    [{ a: "", ab: "", "a-b": "" }, "a=a-b=ab="],
    [{}, ""],
    [null, ""],
  ])("%j are sorted by bytes", (environment, sorted) => {
    expect(text(environment)).toBe(sorted);
  });

  it("are followed by the secret one, sorted on its own", () => {
    const wire = {
      ...HEAD,
      workload_type: 1,
      environment: { z: "1" },
      secret_environment: { b: "CD", a: "ef" },
    };
    expect(textOf(wire)).toBe("1n27CONTAINER5dmfalsez=1a=efb=CD000hdd");
  });
});

describe("what a signature covers", () => {
  /** The same wire with one value changed. */
  const CHANGED: Readonly<Record<string, unknown>> = {
    signing_request_provision: { signers: [1], quorum_min: 1 },
    signing_request_delete: { signers: [1], quorum_min: 1 },
    signatures_provision: [{ tid: 1 }],
    signatures_delete: [{ tid: 1 }],
    signature_farmer: { tid: 1 },
    result: { state: 1 },
    custom_size: { cru: 1 },
    stats_aggregator: [{}, {}],
    stats: [{ type: "x" }],
    logs: [{ type: "x" }],
    environment: { changed: "x" },
    secret_environment: { changed: "x" },
    volumes: [{ volume_id: "9-9" }],
    network_connection: [{ network_id: "x" }],
    capacity: { cpu: 99 },
    master_ips: ["10.9.9.9"],
    ssh_keys: ["x"],
    ips: ["9.9.9.9"],
    peers: [{ public_key: "x" }],
    ipaddress: "10.9.9.9/24",
    iprange: "10.9.9.0/24",
    network_iprange: "10.9.0.0/16",
  };

  const cases = WORKLOAD_VECTORS.flatMap(({ name, wire }) => {
    const decoded = pool.decodeWorkload(wire);
    const whole = decoded.ok ? pool.encodeWorkload(decoded.value) : undefined;
    if (!isObject(whole)) throw new Error(`${name} is refused`);
    const before: Readonly<Record<string, unknown>> = whole;
    const fields = Object.keys(before).filter((field) => field !== "workload_type");
    return fields.map((field) => [name, field, before] as const);
  });

  it.each(cases)("%s: %s", (_name, field, before) => {
    const given = before[field];
    const address = field === "ipaddress" && typeof given === "string" && !given.includes("/");
    const changed = address ? "10.9.9.9" : (CHANGED[field] ?? otherScalar(given));
    expect(textOf({ ...before, [field]: changed }) === textOf(before)).toBe(NOT_SIGNED.has(field));
  });

  function otherScalar(value: unknown): unknown {
    if (typeof value === "number") return value + 1;
    return typeof value === "boolean" ? !value : `${String(value)}x`;
  }

  it("does not cover yggdrasil_ip", () => {
    const [off, on] = [false, true].map((yggdrasil_ip) =>
      textOf({ ...HEAD, workload_type: 1, network_connection: [{ yggdrasil_ip }] }),
    );
    expect(off).toBe(on);
  });
});

it("every kind has a challenge that begins with the head", () => {
  for (const schema of Object.values(WORKLOAD_SCHEMAS)) {
    expect(workloadChallenge(schema.parse({ workloadId: "5", nodeId: "x" }))).toMatch(
      /^5x00[A-Z0-9_]+-62135596800/,
    );
  }
});

describe("the challenge of anything on the wire", () => {
  it.each([
    ["no object", 5, "customer", ": must be a JSON object: a workload or a reservation"],
    ["nothing known", { size: 1 }, "customer", ": is neither a workload (workload_type)"],
    ["an unknown type", { workload_type: 99 }, "customer", "workload_type: must be the number of a kind"],
    [
      "nobody who signs",
      { workload_type: 8 },
      "delete",
      "customer_tid: is 0, and delete needs to know who signs",
    ],
    [
      "no id",
      { json: "{}" },
      "provision",
      "id: is missing, and provision is signed with the reservation's id",
    ],
    ["no id of data alone", { expiration_reservation: 1 }, "delete", "id: is missing"],
    [
      "another json",
      { json: '{"containers":null}', data_reservation: { containers: [] } },
      "customer",
      "data_reservation.containers: is not what json says",
    ],
    [
      "an order's deletion",
      { data_reservation: { cus: 1 } },
      "delete",
      ": an order for a pool is signed by its",
    ],
    [
      "a fault in the data",
      { data_reservation: { volumes: [{ size: "1" }] } },
      "customer",
      "data_reservation.volumes[0].size",
    ],
  ] as const)("refuses %s", (_what, wire, action, fault) => {
    const { challenge, problems } = challengeOfWire(wire, action, undefined);
    expect(problems.map(({ path, reason }) => `${path}: ${reason}`).join("\n")).toContain(fault);
    if (!fault.startsWith("data_reservation.containers")) expect(challenge).toBeUndefined();
  });

  it.each([
    ["a reservation's json as it is", { id: 4, json: '{ "a": 1 }' }, "delete", '4{ "a": 1 }'],
    [
      "data alone",
      { expiration_reservation: 5 },
      "customer",
      expect.stringMatching(
        /^\{"description":"","currencies":\[\],.*"expiration_reservation":5\}$/,
      ) as string,
    ],
    [
      "an order without json",
      { data_reservation: { pool_id: 1, cus: 2, node_ids: ["n"] } },
      "customer",
      '{"pool_id":1,"cus":2,"sus":0,"ipv4us":0,"node_ids":["n"],"currencies":[]}',
    ],
    ["an order's json", { json: '{"cus":1}' }, "customer", '{"cus":1}'],
  ] as const)("takes %s", (_what, wire, action, text) => {
    const { challenge, problems } = challengeOfWire(wire, action, undefined);
    expect(problems).toEqual([]);
    expect(challenge?.text).toEqual(text);
  });
});
