import fc from "fast-check";
import { ZERO_DATE } from "../../../model/reservation/scalars/date.js";
import {
  capacityPoolSchema,
  containerSchema,
  dataSchema,
  networkSchema,
  poolReservationSchema,
  reservationSchema,
  resultSchema,
  volumeSchema,
  WORKLOAD_SCHEMAS,
  zdbSchema,
} from "../../../model/reservation/types/index.js";
import { classic, pool } from "../../../model/reservation/wire/codec.js";
import { documentJson, documentMismatch } from "../../../model/reservation/wire/document.js";
import { WORKLOAD_VECTORS } from "./vectors/workloads.js";
import { ZERO_RESERVATION, ZERO_WORKLOADS } from "./vectors/zero-forms.js";

const MINIMAL = { workload_id: 1, node_id: "node1", pool_id: 1, customer_tid: 7, epoch: 1582937602 };
const MINIMAL_INPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  volume: { ...MINIMAL, workload_type: 2, size: 1, type: 1 },
  container: { ...MINIMAL, workload_type: 1, flist: "f" },
  k8s: { ...MINIMAL, workload_type: 4, size: 1 },
  "network-resource": { ...MINIMAL, workload_type: 10, name: "n" },
};

/** What was decoded. */
function good<T>(decoded: { ok: true; value: T } | { ok: false; problems: readonly unknown[] }): T {
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return decoded.value;
}

/** Problems of what was refused, one line each. */
function faults(decoded: { ok: boolean; problems?: readonly { path: string; reason: string }[] }) {
  return decoded.problems?.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("zero values on the wire", () => {
  it.each(Object.keys(ZERO_WORKLOADS))("a minimal %s is written as upstream writes it", (name) => {
    const workload = good(pool.decodeWorkload(MINIMAL_INPUTS[name]));
    expect(JSON.stringify(pool.encodeWorkload(workload))).toBe(ZERO_WORKLOADS[name]);
  });

  it.each(Object.keys(ZERO_WORKLOADS))("upstream's %s is read and written the same", (name) => {
    const workload = good(pool.decodeWorkload(JSON.parse(ZERO_WORKLOADS[name]!)));
    expect(JSON.stringify(pool.encodeWorkload(workload))).toBe(ZERO_WORKLOADS[name]);
  });

  it("writes a reservation with only its id as upstream does", () => {
    const reservation = good(classic.decode(reservationSchema, { id: 42 }));
    expect(JSON.stringify(classic.encode(reservationSchema, reservation))).toBe(ZERO_RESERVATION);
    const again = good(classic.decode(reservationSchema, JSON.parse(ZERO_RESERVATION)));
    expect(JSON.stringify(classic.encode(reservationSchema, again))).toBe(ZERO_RESERVATION);
  });

  it("tells a missing date from 1970 inside, though both are written 0", () => {
    const [missing, zero] = [{}, { epoch: 0 }].map((wire) => good(classic.decode(reservationSchema, wire)));
    expect([missing?.epoch, zero?.epoch]).toEqual([ZERO_DATE, 0]);
    expect(classic.encode(reservationSchema, missing!)).toEqual(classic.encode(reservationSchema, zero!));
  });
});

describe("empty and absent", () => {
  it.each([null, undefined, []])("lists: %j", (signers) => {
    const data = good(classic.decode(dataSchema, { signing_request_delete: { signers, quorum_min: 1 } }));
    expect(data.signingRequestDelete).toEqual({ signers: [], quorumMin: 1 });
  });

  it.each([null, undefined, {}])("maps: %j", (environment) => {
    expect(good(pool.decode(containerSchema, { environment })).environment).toEqual({});
  });

  it.each([null, undefined])("texts, numbers, flags and objects: %j", (value) => {
    const wire = { flist: value, interactive: value, capacity: value, id: value, epoch: value };
    expect(good(pool.decode(containerSchema, wire))).toEqual(good(pool.decode(containerSchema, {})));
  });

  it("writes null for Go, or empty lists and maps", () => {
    const container = good(pool.decode(containerSchema, {}));
    expect(pool.encode(containerSchema, container)).toMatchObject({ volumes: null, environment: null });
    expect(pool.encode(containerSchema, container, "empty")).toMatchObject({ volumes: [], environment: {} });
  });
});

describe("numbers", () => {
  it("keeps ids as text up to 2^53 - 1", () => {
    const volume = good(pool.decode(volumeSchema, { customer_tid: 9007199254740991 }));
    expect(volume.customerTid).toBe("9007199254740991");
    expect(pool.encode(volumeSchema, volume)).toMatchObject({ customer_tid: 9007199254740991 });
  });

  it.each(["9007199254740992", "9007199254740993", "9223372036854775807"])(
    "refuses %s on the wire",
    (digits) => {
      const wire: unknown = JSON.parse(`{"customer_tid": ${digits}}`);
      expect(faults(pool.decode(volumeSchema, wire))).toEqual([
        "customer_tid: is beyond 9007199254740991 and has lost digits on its way through JSON",
      ]);
      const volume = volumeSchema.parse({ customerTid: digits });
      expect(() => pool.encode(volumeSchema, volume)).toThrow(
        "customer_tid: the value cannot be written as JSON",
      );
    },
  );

  it.each([
    [{ customer_tid: "7" }, "customer_tid: must be a whole number"],
    [{ customer_tid: 1.5 }, "customer_tid: must be a whole number"],
    [{ size: "1" }, "size: must be a number and is a string"],
    [{ type: 256 }, "type: too big: expected number to be <=255"],
    [{ type: -1 }, "type: too small: expected number to be >=0"],
    [{ epoch: true }, "epoch: must be unix seconds"],
    [{ epoch: "06/28" }, "epoch: must name its year"],
    [{ workload_type: 3 }, "workload_type: invalid input: expected 2"],
    [{ result: [] }, "result: must be an object and is a list"],
    [{ signatures_delete: {} }, "signatures_delete: must be a list and is an object"],
    [{ signatures_delete: [{ tid: "x" }] }, "signatures_delete[0].tid: must be a whole number"],
    [{ signatures_delete: [null] }, "signatures_delete[0]: must not be null"],
  ])("refuses %j", (wire, fault) => {
    expect(faults(pool.decode(volumeSchema, wire))).toEqual([fault]);
  });

  it("keeps numbers that an enumeration does not have", () => {
    expect(good(pool.decode(zdbSchema, { mode: 9 })).mode).toBe(9);
  });

  it("reads the largest date of an idle pool, which JSON rounds", () => {
    const wire: unknown = JSON.parse('{"empty_at": 9223372036854775807, "active_ipv4": 0.5}');
    const left = good(pool.decode(capacityPoolSchema, wire));
    expect(left).toMatchObject({ emptyAt: "9223372036854775807", activeIpv4: 0.5 });
  });

  it("refuses every fault at once", () => {
    const wire = {
      size: "1",
      volumes: [{ volume_id: 1 }],
      network_connection: [{ ipaddress: "x" }],
      flist: 1,
    };
    expect(faults(pool.decode(containerSchema, wire))).toEqual([
      "flist: must be a string and is a number",
      "volumes[0].volume_id: must be a string and is a number",
    ]);
    expect(faults(pool.decode(containerSchema, { network_connection: [{ ipaddress: "x" }] }))).toEqual([
      "network_connection[0].ipaddress: must be an IP address",
    ]);
  });

  it("refuses __proto__ as the name of a variable, which JavaScript would lose", () => {
    const wire: unknown = JSON.parse('{"environment": {"__proto__": "x"}}');
    expect(faults(pool.decode(containerSchema, wire))).toEqual([
      "environment.__proto__: cannot be used as a name",
    ]);
  });

  it("warns of keys that it does not know", () => {
    const decoded = pool.decode(volumeSchema, { sise: 1, result: { stat: 1 } });
    expect(decoded.ok && decoded.warnings.map(({ path }) => path)).toEqual(["sise", "result.stat"]);
  });
});

describe("the two generations", () => {
  const container = containerSchema.parse({
    workloadId: "3",
    nodeId: "n",
    flist: "f",
    customerTid: "7",
    statsAggregator: [{ addr: "a", port: 1, secret: "s" }],
    stats: [{ type: "redis", data: { endpoint: "redis://h/c" } }],
    capacity: { cpu: 1, memory: 64 },
  });

  it("writes a classic entry with what its generation knows, and what more it holds", () => {
    expect(classic.encode(containerSchema, container)).toEqual({
      workload_id: 3,
      node_id: "n",
      customer_tid: 7,
      flist: "f",
      hub_url: "",
      environment: null,
      secret_environment: null,
      entrypoint: "",
      interactive: false,
      volumes: null,
      network_connection: null,
      stats_aggregator: [{ addr: "a", port: 1, secret: "s" }],
      stats: [{ type: "redis", data: { endpoint: "redis://h/c" } }],
      logs: null,
      capacity: { cpu: 1, memory: 64 },
    });
  });

  it("reads an entry back whole in either generation", () => {
    for (const codec of [classic, pool]) {
      const again = good(codec.decode(containerSchema, codec.encode(containerSchema, container)));
      const { statsAggregator, stats, capacity, customerTid } = again;
      expect({ statsAggregator, stats, capacity, customerTid }).toEqual({
        statsAggregator: container.statsAggregator,
        stats: container.stats,
        capacity: container.capacity,
        customerTid: "7",
      });
    }
  });

  it("has an empty stats aggregator in the pool generation", () => {
    const zdb = zdbSchema.parse({ statsAggregator: [{}] });
    expect(pool.encode(zdbSchema, zdb)).toMatchObject({ stats_aggregator: [{}] });
    expect(classic.encode(zdbSchema, zdb)).toMatchObject({
      stats_aggregator: [{ addr: "", port: 0, secret: "" }],
    });
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 3],
    [3, 2],
    [4, 4],
    [10, 10],
  ])("category %i of the source document is %i on the pool wire", (own, onWire) => {
    const result = resultSchema.parse({ category: own });
    expect(classic.encode(resultSchema, result)).toMatchObject({ category: own });
    expect(pool.encode(resultSchema, result)).toMatchObject({ category: onWire });
    expect(good(pool.decode(resultSchema, { category: onWire })).category).toBe(own);
    expect(good(classic.decode(resultSchema, { category: own })).category).toBe(own);
  });

  it("tells null data of a result from none", () => {
    const [given, absent] = [{ data_json: null }, {}].map(
      (wire) => good(pool.decode(resultSchema, wire)).dataJson,
    );
    expect([given, absent]).toEqual(["null", ""]);
  });

  it("spells a result's data as Go does, since that is what the node signed", () => {
    const wire: unknown = JSON.parse('{"data_json": {"b": "<&>", "a": [1, 2.5]}}');
    expect(good(pool.decode(resultSchema, wire)).dataJson).toBe('{"b":"\\u003c\\u0026\\u003e","a":[1,2.5]}');
  });

  it.each([
    [2, { size: 4 }],
    [3, { name: "n", iprange: "10.0.0.0/16", network_resources: [{ node_id: "x" }] }],
    [10, { name: "n", wireguard_listen_port: 5 }],
  ])("reads what a node is given, type %i", (type, content) => {
    const wire = {
      workload_id: "1-2",
      user: "7",
      type,
      content,
      created: 5,
      duration: 6,
      to_delete: true,
      node_id: "x",
    };
    for (const codec of [classic, pool]) {
      const workload = good(codec.decodeNodeWorkload(wire));
      expect(workload).toMatchObject({ workloadId: "1-2", user: "7", type, created: 5, toDelete: true });
      const again = codec.encodeNodeWorkload(workload);
      expect(again).toMatchObject(wire);
      expect(codec.encodeNodeWorkload(good(codec.decodeNodeWorkload(again)))).toEqual(again);
    }
  });

  it.each([
    [{ workload_type: 3 }, "workload_type: a network cannot stand alone; give one network resource a node"],
    [{ workload_type: 13 }, "workload_type: must be the number of a kind of workload: 0, 1, 2 or 4 to 12"],
    [{}, "workload_type: must be the number of a kind of workload: 0, 1, 2 or 4 to 12"],
    [null, "workload_type: must be the number of a kind of workload: 0, 1, 2 or 4 to 12"],
    [{ workload_type: "2" }, "workload_type: must be the number of a kind of workload: 0, 1, 2 or 4 to 12"],
  ])("refuses %j as a workload that stands alone", (wire, fault) => {
    expect(faults(pool.decodeWorkload(wire))).toEqual([fault]);
  });
});

describe("the JSON text of a document", () => {
  const data = dataSchema.parse({
    description: "demo",
    signingRequestProvision: { signers: ["7", "8", "9"], quorumMin: 2 },
    volumes: [{ workloadId: "1", nodeId: "node1", size: 1, type: 1 }],
    expirationProvisioning: 1582937602,
    expirationReservation: 1582941202,
  });

  it("has upstream's order, empty lists and no blanks", () => {
    expect(documentJson(data)).toBe(
      '{"description":"demo","currencies":[],"signing_request_provision":{"signers":[7,8,9],"quorum_min":2},' +
        '"signing_request_delete":{"signers":[],"quorum_min":0},"containers":[],' +
        '"volumes":[{"workload_id":1,"node_id":"node1","size":1,"type":1}],"zdbs":[],"networks":[],' +
        '"network_resource":[],"kubernetes":[],"proxies":[],"reverse_proxies":[],"subdomains":[],' +
        '"domain_delegates":[],"gateway4to6":[],"public_ips":[],"expiration_provisioning":1582937602,' +
        '"expiration_reservation":1582941202}',
    );
  });

  it("comes back as the same data", () => {
    expect(good(classic.decode(dataSchema, JSON.parse(documentJson(data))))).toEqual(data);
  });

  const JSON_TEXT = '{"containers":null,"expiration_reservation":5}';
  it.each([
    [{ expiration_reservation: 5 }, []],
    [{ containers: null, expiration_reservation: 5, description: "" }, []],
    [{ containers: null, expiration_reservation: 5.9, unknown: 1 }, []],
    [{ containers: [], expiration_reservation: 5 }, ["data_reservation.containers"]],
    [{ expiration_reservation: 6 }, ["data_reservation.expiration_reservation"]],
    [{}, ["data_reservation.expiration_reservation"]],
    [{ expiration_reservation: 5, expiration_provisioning: 0 }, ["data_reservation.expiration_provisioning"]],
    [{ expiration_reservation: 5, expiration_provisioning: "" }, []],
  ])("compares with what stands beside it as Go does: %j", (beside, paths) => {
    expect(documentMismatch(JSON_TEXT, beside).map(({ path }) => path)).toEqual(paths);
  });

  it("tells a missing map from an empty one, and finds differences deep inside", () => {
    const json = JSON.stringify({ containers: [{ capacity: { cpu: 1 }, environment: {} }] });
    const paths = (container: unknown) =>
      documentMismatch(json, { containers: [container] }).map(({ path }) => path);
    expect(paths({ capacity: { cpu: 1 }, environment: {} })).toEqual([]);
    expect(paths({ capacity: { cpu: 1 } })).toEqual(["data_reservation.containers[0].environment"]);
    expect(paths({ capacity: { cpu: 2 }, environment: {} })).toEqual([
      "data_reservation.containers[0].capacity.cpu",
    ]);
    expect(documentMismatch("{", {})).toEqual([{ path: "json", reason: "must be JSON text" }]);
  });
});

describe("every workload", () => {
  const id = fc.nat().map(String);
  const name = fc.string({ unit: "grapheme" });
  const environment = fc.dictionary(
    name.filter((key) => key !== "__proto__"),
    name,
  );
  const ip = fc.ipV4();
  const own: Readonly<Record<keyof typeof WORKLOAD_SCHEMAS, fc.Arbitrary<Record<string, unknown>>>> = {
    0: fc.record({
      size: fc.nat(),
      mode: fc.nat(3),
      password: name,
      diskType: fc.nat(3),
      public: fc.boolean(),
    }),
    1: fc.record({
      flist: name,
      environment,
      secretEnvironment: environment,
      interactive: fc.boolean(),
      networkConnection: fc.array(fc.record({ networkId: name, ipaddress: ip, publicIp6: fc.boolean() })),
      logs: fc.array(fc.record({ type: name, data: fc.record({ stdout: name, secretStderr: name }) })),
      capacity: fc.record({ cpu: fc.nat(), memory: fc.nat(), diskSize: fc.nat(), diskType: fc.nat(3) }),
    }),
    2: fc.record({ size: fc.nat(), type: fc.nat(3) }),
    4: fc.record({
      size: fc.integer(),
      ipaddress: ip,
      masterIps: fc.array(fc.oneof(ip, fc.ipV6())),
      sshKeys: fc.array(name),
      customSize: fc.record({ cru: fc.nat(), mru: fc.double({ min: 0, max: 9, noNaN: true }) }),
    }),
    5: fc.record({ domain: name, addr: name, port: fc.nat(), portTls: fc.nat() }),
    6: fc.record({ domain: name, secret: name }),
    7: fc.record({ domain: name, ips: fc.array(name) }),
    8: fc.record({ domain: name }),
    9: fc.record({ publicKey: name }),
    10: fc.record({
      name,
      networkIprange: ip.map((address) => `${address}/16`),
      wireguardListenPort: fc.nat(),
      peers: fc.array(
        fc.record({ publicKey: name, allowedIprange: fc.array(fc.ipV6().map((address) => `${address}/64`)) }),
      ),
    }),
    11: fc.record({ ipaddress: ip.map((address) => `${address}/24`) }),
    12: fc.record({ name, size: fc.integer(), ipaddress: ip, publicIp: id }),
  };
  const info = fc.record({
    workloadId: id,
    nodeId: name,
    poolId: id,
    customerTid: id,
    description: name,
    metadata: name,
    epoch: fc.integer({ min: 1 }),
    signingRequestDelete: fc.record({ signers: fc.array(id), quorumMin: fc.nat() }),
  });

  it.each(Object.entries(WORKLOAD_SCHEMAS))("of type %s comes back from both wires", (type, schema) => {
    const fields = Object.entries(own).find(([number]) => number === type)![1];
    fc.assert(
      fc.property(info, fields, (head, tail) => {
        const workload = schema.parse({ ...head, ...tail });
        for (const codec of [classic, pool]) {
          const wire: unknown = JSON.parse(JSON.stringify(codec.encodeWorkload(workload)));
          const again = good(codec.decode(schema, wire));
          expect(codec.encodeWorkload(again)).toEqual(codec.encodeWorkload(workload));
          expect({ ...again, ...UNTOLD }).toEqual({ ...workload, ...UNTOLD });
        }
      }),
      { numRuns: 40 },
    );
  });

  /** Fields in which a missing date was written 0, and absent data null. */
  const UNTOLD = { result: undefined, signatureFarmer: undefined };
});

describe("pool orders", () => {
  it("come back", () => {
    const wire = {
      id: 0,
      json: "",
      data_reservation: {
        pool_id: 0,
        cus: 3600,
        sus: 7200,
        ipv4us: 0,
        node_ids: ["2anfZwrzskXiUHPLTqH1veJAia8G6rW2eFLy5YFMa1MP"],
        currencies: ["TFT"],
      },
      customer_tid: 7,
      customer_signature: "",
      sponsor_tid: 0,
      sponsor_signature: "",
    };
    const order = good(pool.decode(poolReservationSchema, wire));
    expect(JSON.stringify(pool.encode(poolReservationSchema, order))).toBe(JSON.stringify(wire));
  });
});

describe("networks", () => {
  it("keep host bits and print addresses in their one form", () => {
    const wire = {
      name: "n",
      workload_id: 1,
      iprange: "10.10.0.5/16",
      network_resources: [
        { iprange: "2001:DB8:0:0::1/64", peers: [{ allowed_iprange: ["::ffff:10.0.0.1/120"] }] },
      ],
    };
    const network = good(classic.decode(networkSchema, wire));
    expect(network.iprange).toBe("10.10.0.5/16");
    expect(network.networkResources[0]?.iprange).toBe("2001:db8::1/64");
    expect(network.networkResources[0]?.peers[0]?.allowedIprange).toEqual(["10.0.0.1/24"]);
  });
});

it("all vectors are read without a warning", () => {
  for (const { wire } of WORKLOAD_VECTORS) {
    const decoded = pool.decodeWorkload(wire);
    expect(decoded.ok && decoded.warnings).toEqual([]);
  }
});

it("nothing that is JSON makes a decoder throw", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(12), (value, type) => {
      const inObject = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
      for (const wire of [
        value,
        { ...inObject, workload_type: type },
        { result: value, environment: value },
      ]) {
        expect(typeof pool.decodeWorkload(wire).ok).toBe("boolean");
        expect(typeof classic.decode(reservationSchema, wire).ok).toBe("boolean");
        expect(typeof classic.decodeNodeWorkload({ type, content: wire }).ok).toBe("boolean");
      }
      expect(Array.isArray(documentMismatch(JSON.stringify(value), value))).toBe(true);
    }),
  );
});
