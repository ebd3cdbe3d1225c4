import fc from "fast-check";
import { subjectProblems } from "../../../cli/reservation/sign/subject-problems.js";
import { signedObject } from "../../../cli/reservation/sign/signed-object.js";
import {
  declaredReservation,
  type DeclaredReservation,
  type DeclaredReservationInput,
} from "../../../model/reservation/declared/reservation.js";
import { documentId } from "../../../model/reservation/document/document-id.js";
import {
  documentOf,
  endOf,
  NEVER,
  nodesOf,
  type DocumentSituation,
} from "../../../model/reservation/document/document-of.js";
import { hasMember } from "../../../model/reservation/document/members.js";
import { declaredPath, placesOf } from "../../../model/reservation/document/places.js";
import { subnetParts } from "../../../model/reservation/document/subnet-parts.js";
import { requestFileText } from "../../../model/reservation/sign/request-file.js";
import { reservationSchema } from "../../../model/reservation/types/index.js";
import { classic } from "../../../model/reservation/wire/codec.js";

const STACK = "abc/groundplan/dev";
const SITUATION: DocumentSituation = {
  stack: STACK,
  name: "web",
  users: { alice: "7", bob: "11", carol: "14" },
  secretNames: { front: ["TOKEN", "PASSWORD"] },
  partsOf: (_name, network) => subnetParts(network, (node) => 2_000 + node.length).parts,
};
const PLAIN: DeclaredReservationInput = {
  networks: {
    net: { range: "10.10.0.0/16", nodes: ["node1", "node2"], clients: { laptop: { via: "node1" } } },
  },
  volumes: { data: { node: "node1", size: 1, type: "hdd" } },
  zdbs: { store: { node: "node2", size: 2 } },
  containers: {
    front: {
      node: "node1",
      image: "registry.test/front:1",
      environment: { B: "2", A: "1" },
      network: "net",
      ip: "10.10.1.2",
      volumes: { data: "/data" },
      memory: 64,
    },
    back: { node: "node2", image: "registry.test/back:1", network: "net", ip: "10.10.2.2" },
  },
  kubernetes: { k1: { node: "node2", size: 1, network: "net", ip: "10.10.2.9" } },
  publicIps: {
    out: { node: "node1", address: "203.0.113.7/24", target: { network: "net", ip: "10.10.1.2" } },
  },
};
const WEB: DeclaredReservationInput = {
  ...PLAIN,
  customer: "alice",
  expires: "2027-01-01T00:00:00Z",
  sign: {
    provision: { signers: ["alice", "bob", "carol"], quorum: 2, until: "2026-12-24T00:00:00+01:00" },
  },
};

function declared(given: DeclaredReservationInput = WEB): DeclaredReservation {
  return declaredReservation.parse(given);
}
function document(given: DeclaredReservationInput = WEB) {
  return documentOf(declared(given), SITUATION);
}

describe("the document of a reservation", () => {
  it("has everything that is declared, with signers, ends and numbers", () => {
    const { reservation, nodes } = document();
    const data = reservation.dataReservation;
    expect(nodes).toEqual(["node1", "node2"]);
    expect(reservation).toMatchObject({ customerTid: "7", customerSignature: "", nextAction: 0 });
    expect(data).toMatchObject({
      signingRequestProvision: { signers: ["7", "11", "14"], quorumMin: 2 },
      signingRequestDelete: { signers: ["7"], quorumMin: 1 },
      expirationReservation: Date.UTC(2027, 0, 1) / 1000,
      expirationProvisioning: Date.UTC(2026, 11, 23, 23) / 1000,
      networks: [
        {
          name: "net",
          iprange: "10.10.0.0/16",
          networkResources: [
            { nodeId: "node1", iprange: "10.10.1.0/24", wireguardListenPort: 2005, wireguardPublicKey: "" },
            { nodeId: "node2", iprange: "10.10.2.0/24" },
          ],
        },
      ],
      volumes: [{ nodeId: "node1", size: 1, type: 0, metadata: "volumes/data" }],
      zdbs: [{ nodeId: "node2", size: 2, mode: 1, diskType: 0, password: "" }],
      containers: [
        { metadata: "containers/back" },
        {
          flist: "registry.test/front:1",
          networkConnection: [{ networkId: "net", ipaddress: "10.10.1.2" }],
          capacity: { cpu: 1, memory: 64, diskSize: 256, diskType: 1 },
        },
      ],
      kubernetes: [{ size: 1, networkId: "net", clusterSecret: "" }],
      publicIps: [{ ipaddress: "203.0.113.7/24" }],
    });
    const volume = data.volumes[0]?.workloadId;
    expect(data.containers[1]?.volumes).toEqual([{ volumeId: `-${volume ?? ""}`, mountpoint: "/data" }]);
    const numbers = [data.networks, data.volumes, data.zdbs, data.containers, data.kubernetes, data.publicIps]
      .flat()
      .map(({ workloadId }) => workloadId);
    expect(numbers).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  });

  it("has names of secret variables, and no values", () => {
    expect(document().reservation.dataReservation.containers[1]?.secretEnvironment).toEqual({
      PASSWORD: "",
      TOKEN: "",
    });
  });

  it("is the same, byte for byte, in whatever order things are declared", () => {
    const entries = Object.entries(WEB.containers ?? {});
    fc.assert(
      fc.property(
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.shuffledSubarray(Object.entries(WEB), { minLength: Object.keys(WEB).length }),
        (containers, members) => {
          const shuffled = {
            ...Object.fromEntries(members),
            containers: Object.fromEntries(containers),
          };
          expect(document(shuffled as DeclaredReservationInput).reservation).toEqual(document().reservation);
        },
      ),
    );
  });

  it("passes the rules by which signers judge it, as it goes over the wire", () => {
    const { reservation } = document();
    const wire = classic.encode(reservationSchema, reservation, "empty");
    const { object, problems } = signedObject(wire, undefined);
    expect(problems).toEqual([]);
    if (object === undefined) throw new Error("the document is not read");
    const subject = {
      name: "web",
      stack: STACK,
      backend: "ledger",
      action: "provision" as const,
      object,
      expires: 0,
    };
    expect(subjectProblems(subject, Date.UTC(2026, 11, 1) / 1000)).toEqual([]);
    expect(requestFileText(subject)).toContain('"quorumMin": 2');
  });

  it("never ends unless it says when", () => {
    const endless = { ...PLAIN, customer: "alice" };
    const { dataReservation } = document(endless).reservation;
    expect(dataReservation).toMatchObject({ expirationReservation: NEVER, expirationProvisioning: NEVER });
    expect(endOf(declared(endless))).toBe(NEVER);
  });

  it.each([
    ["2027-01-01T00:00:00Z", Date.UTC(2027, 0, 1)],
    ["2027-01-01 00:00:00 +0000 UTC", Date.UTC(2027, 0, 1)],
    ["2027-01-01 02:30:00 +0130 +0130", Date.UTC(2027, 0, 1, 1)],
  ])("ends at %s, with or without the quotes of YAML", (expires, milliseconds) => {
    expect(endOf(declared({ ...WEB, expires }))).toBe(milliseconds / 1000);
    expect(declaredReservation.safeParse({ ...WEB, expires: expires.slice(0, 10) }).success).toBe(false);
  });

  it("asks nobody where nobody orders", () => {
    expect(document(PLAIN).reservation).toMatchObject({
      customerTid: "0",
      dataReservation: {
        signingRequestProvision: { signers: [], quorumMin: 0 },
        signingRequestDelete: { signers: [], quorumMin: 0 },
      },
    });
  });

  it("is not to be provisioned after its end", () => {
    const late = {
      ...WEB,
      sign: { provision: { signers: ["alice"], quorum: 1, until: "2028-01-01T00:00:00Z" } },
    };
    expect(document(late).reservation.dataReservation.expirationProvisioning).toBe(
      Date.UTC(2027, 0, 1) / 1000,
    );
  });

  it("has an id that follows from its name, and that JSON numbers hold", () => {
    expect(document().reservation.id).toBe(documentId(STACK, "web"));
    expect(documentId(STACK, "web")).not.toBe(documentId("abc/groundplan/prod", "web"));
    fc.assert(
      fc.property(fc.string(), fc.string(), (stack, name) => {
        const id = Number(documentId(stack, name));
        expect(Number.isSafeInteger(id) && id > 0).toBe(true);
      }),
    );
  });
});

describe("members of a document", () => {
  it("stay the same when others come", () => {
    const before = document();
    const after = document({ ...WEB, volumes: { ...WEB.volumes, another: { node: "node1", size: 5 } } });
    for (const name of ["networks/net", "volumes/data", "zdbs/store", "containers/back", "kubernetes/k1"]) {
      expect([name, after.digests[name]]).toEqual([name, before.digests[name]]);
    }
    expect(after.digests["volumes/another"]).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, DeclaredReservationInput, string]>([
    ["a size", { volumes: { data: { node: "node1", size: 2, type: "hdd" } } }, "volumes/data"],
    ["a node", { zdbs: { store: { node: "node1", size: 2 } } }, "zdbs/store"],
    [
      "a range",
      { networks: { net: { range: "10.10.0.0/15", nodes: ["node1", "node2"], clients: { laptop: {} } } } },
      "networks/net",
    ],
  ])("change with %s", (_what, change, name) => {
    const before = document();
    const after = document({ ...WEB, ...change });
    expect(after.digests[name]).not.toBe(before.digests[name]);
    expect(hasMember(after.reservation.dataReservation, before.digests[name] ?? "")).toBe(false);
    expect(hasMember(after.reservation.dataReservation, after.digests[name] ?? "")).toBe(true);
  });

  it("differ by name, though all else is equal", () => {
    const twins = document({ volumes: { a: { node: "node1", size: 1 }, b: { node: "node1", size: 1 } } });
    expect(twins.digests["volumes/a"]).not.toBe(twins.digests["volumes/b"]);
  });
});

describe("nodes of a reservation", () => {
  it("are all that something is on", () => {
    expect(
      nodesOf(
        declared({
          volumes: { a: { node: "c", size: 1 } },
          zdbs: { a: { node: "a", size: 1 } },
          networks: { n: { range: "10.0.0.0/16", nodes: { b: {}, a: {} } } },
        }),
      ),
    ).toEqual(["a", "b", "c"]);
  });
});

describe("paths in a document", () => {
  it.each([
    ["dataReservation.containers[1].capacity.memory", ["containers", "front", "memory"]],
    ["dataReservation.containers[1].networkConnection[0].ipaddress", ["containers", "front", "ip"]],
    ["dataReservation.containers[0].networkConnection[0].networkId", ["containers", "back", "network"]],
    ["dataReservation.containers[1].volumes[0].mountpoint", ["containers", "front", "volumes"]],
    ["dataReservation.containers[1].nodeId", ["containers", "front", "node"]],
    ["dataReservation.networks[0].networkResources[1].iprange", ["networks", "net", "nodes"]],
    ["dataReservation.networks[0].iprange", ["networks", "net", "range"]],
    ["dataReservation.zdbs[0].size", ["zdbs", "store"]],
    ["dataReservation.kubernetes[0].masterIps[0]", ["kubernetes", "k1", "masterIps"]],
    ["dataReservation.publicIps[0].ipaddress", ["publicIps", "out", "address"]],
    ["dataReservation.signingRequestProvision.quorumMin", ["sign", "provision"]],
    ["dataReservation.signingRequestDelete.signers[0]", ["sign", "delete"]],
    ["dataReservation.expirationReservation", ["expires"]],
    ["json", []],
  ])("%s is from %j", (path, from) => {
    expect(declaredPath(path, placesOf(declared()))).toEqual(from);
  });
});
