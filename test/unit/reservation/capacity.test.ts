import { cloudUnits } from "../../../model/reservation/capacity/cloud-units.js";
import {
  capacityFault,
  cpuQuota,
  nodeUse,
  reservedMemory,
  sumUse,
} from "../../../model/reservation/capacity/node-capacity.js";
import { drawn, lastsWith, withoutUse, withUse } from "../../../model/reservation/capacity/pool-ledger.js";
import { paymentMemo, priceList, priceOf } from "../../../model/reservation/capacity/prices.js";
import { NO_UNITS, resourceUnits, sumUnits } from "../../../model/reservation/capacity/resource-units.js";
import { MACHINE_SIZES, machineSizeOf } from "../../../model/reservation/capacity/size-table.js";
import {
  capacityPoolSchema,
  containerSchema,
  k8sSchema,
  networkResourceSchema,
  virtualMachineSchema,
  volumeSchema,
  zdbSchema,
} from "../../../model/reservation/types/index.js";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const container = (cpu: number, memory: number, diskSize: number, diskType: number) =>
  containerSchema.parse({ capacity: { cpu, memory, diskSize, diskType } });

describe("units", () => {
  it.each([
    [1, 1, 0, 0, 0.25, 0],
    [2, 4, 0, 0, 1, 0],
    [4, 8, 0, 0, 2, 0],
    [4, 64, 0, 0, 2, 0],
    [4, 32, 0, 0, 2, 0],
    [0, 0, 120, 1200, 0, 1.4],
    [0, 0, 40, 1000, 0, 0.967],
    [0, 0, 1200, 0, 0, 4],
    [0, 0, 0, 12000, 0, 10],
  ])("cru %d, mru %d, sru %d, hru %d are cu %d, su %d", (cru, mru, sru, hru, cu, su) => {
    expect(cloudUnits({ cru, mru, sru, hru, ipv4u: 2 })).toEqual({ cu, su, ipv4u: 2 });
  });

  it.each([
    [1, 1024, 256, 1, { cru: 1, mru: 1 }],
    [1, 1024, 1024, 1, { cru: 1, mru: 1 }],
    [4, 2048, 10240, 0, { cru: 4, mru: 2 }],
    [1, 200, 10000, 0, { cru: 1, mru: 0.1953 }],
    [1, 200, 52224, 1, { cru: 1, mru: 0.1953, sru: 1 }],
    [1, 200, 52224, 0, { cru: 1, mru: 0.1953, hru: 1 }],
    [1, 200, 51200, 1, { cru: 1, mru: 0.1953 }],
  ])("a container of %d cpu, %d MiB, disk %d MiB of type %d", (cpu, memory, size, type, units) => {
    expect(resourceUnits(container(cpu, memory, size, type))).toEqual({ ...NO_UNITS, ...units });
  });

  it("of others", () => {
    expect(resourceUnits(volumeSchema.parse({ size: 5, type: 0 }))).toEqual({ ...NO_UNITS, hru: 5 });
    expect(resourceUnits(zdbSchema.parse({ size: 5, diskType: 1 }))).toEqual({ ...NO_UNITS, sru: 5 });
    expect(resourceUnits(k8sSchema.parse({ size: 4 }))).toEqual({ ...NO_UNITS, cru: 2, mru: 5, sru: 50 });
    const custom = virtualMachineSchema.parse({ size: -1, customSize: { cru: 3, mru: 1.5, sru: 7 } });
    expect(resourceUnits(custom)).toEqual({ ...NO_UNITS, cru: 3, mru: 1.5, sru: 7 });
    expect(resourceUnits(k8sSchema.parse({ size: 19 }))).toEqual(NO_UNITS);
    expect(resourceUnits(networkResourceSchema.parse({}))).toEqual(NO_UNITS);
  });

  it("add up", () => {
    const units = [container(1, 1024, 52224, 1), volumeSchema.parse({ size: 5, type: 0 })].map(resourceUnits);
    expect(sumUnits(units)).toEqual({ cru: 1, mru: 1, sru: 1, hru: 5, ipv4u: 0 });
    expect(sumUnits([])).toEqual(NO_UNITS);
  });

  it("sizes are 1 to 18, with a note where upstream contradicts itself", () => {
    expect([...MACHINE_SIZES.keys()]).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
    const noted = [...MACHINE_SIZES].filter(([, { note }]) => note !== undefined).map(([size]) => size);
    expect(noted).toEqual([4, 12, 13, 14]);
    expect(machineSizeOf(k8sSchema.parse({ size: 18 }))).toEqual({ cpu: 1, memory: 1, disk: 25 });
    expect([0, 19, -2].map((size) => machineSizeOf(k8sSchema.parse({ size })))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a node", () => {
  it.each([
    ["zdb", zdbSchema.parse({ size: 1, diskType: 1 }), { sru: GIB }],
    ["volume", volumeSchema.parse({ size: 2, type: 0 }), { hru: 2 * GIB }],
    ["container", container(2, 1024, 256, 1), { cru: 2, mru: GIB, sru: 256 * MIB }],
    ["container without a disk", container(2, 1024, 0, 0), { cru: 2, mru: GIB, sru: 256 * MIB }],
    ["k8s of size 1", k8sSchema.parse({ size: 1 }), { cru: 1, mru: 2 * GIB * 1.05, sru: 50 * GIB }],
    ["k8s of size 2", k8sSchema.parse({ size: 2 }), { cru: 2, mru: 4 * GIB * 1.05, sru: 100 * GIB }],
    ["k8s of size 12", k8sSchema.parse({ size: 12 }), { cru: 1, mru: 65 * GIB, sru: 200 * GIB }],
    ["network", networkResourceSchema.parse({}), {}],
  ])("gives to a %s", (_what, workload, use) => {
    const { cru, mru, sru, hru } = nodeUse(workload);
    const wanted = { cru: 0, mru: 0, sru: 0, hru: 0, ...use };
    expect({ cru, mru: Math.round(mru), sru, hru }).toEqual({ ...wanted, mru: Math.round(wanted.mru) });
  });

  it("keeps a tenth of its memory, and 2 GiB at least", () => {
    expect([reservedMemory(4 * GIB), reservedMemory(40 * GIB)]).toEqual([2 * GIB, 4 * GIB]);
  });

  const total = { cru: 4, mru: 8 * GIB, sru: 100 * GIB, hru: 0 };
  const none = { cru: 0, mru: 0, sru: 0, hru: 0 };

  it.each([
    [none, { ...none, cru: 4, mru: 6 * GIB, sru: 100 * GIB }, undefined],
    [{ ...none, cru: 4 }, { ...none, cru: 4 }, undefined],
    [none, { ...none, cru: 5 }, "wants 5 processors of a node that has 4"],
    [
      { ...none, mru: 5 * GIB },
      { ...none, mru: 2 * GIB },
      "not enough free resources to support this memory size: 2048 MiB wanted, 1024 MiB free",
    ],
    [none, { ...none, mru: 6 * GIB + 1 }, expect.stringContaining("not enough free resources") as string],
    [none, { ...none, sru: 101 * GIB }, "not enough free ssd: 103424 MiB wanted, 102400 MiB free"],
    [{ cru: 9, mru: 9 * GIB, sru: 200 * GIB, hru: GIB }, none, undefined],
    [none, { ...none, hru: 1 }, "not enough free hdd: 0 MiB wanted, 0 MiB free"],
  ])("that uses %j is asked for %j", (used, wanted, fault) => {
    expect(capacityFault(total, used, wanted)).toEqual(fault);
  });

  it("adds up what it gives", () => {
    const all = [container(2, 1024, 256, 1), volumeSchema.parse({ size: 1, type: 1 })].map(nodeUse);
    expect(sumUse(all)).toEqual({ cru: 2, mru: GIB, sru: GIB + 256 * MIB, hru: 0 });
  });

  it("gives processors as time", () => {
    expect([1, 3].map(cpuQuota)).toEqual([
      { period: 100000, quota: 100000 },
      { period: 100000, quota: 300000 },
    ]);
  });
});

describe("a pool", () => {
  const T0 = 1_600_000_000;
  const full = capacityPoolSchema.parse({ cus: 3600, lastUpdated: T0 });
  const one = { cu: 0.25, su: 0, ipv4u: 0 };

  it("lasts for ever while nothing draws on it", () => {
    expect(drawn(full, T0 + 1000)).toMatchObject({ cus: 3600, emptyAt: "9223372036854775807" });
  });

  it("is drained by the second", () => {
    const first = withUse(full, one, T0);
    expect(first.emptyAt).toBe(String(T0 + 14400));
    const second = withUse(first, one, T0 + 400);
    expect(second).toMatchObject({ cus: 3500, activeCu: 0.5, emptyAt: String(T0 + 400 + 7000) });
    expect(drawn(second, T0 + 400 + 8000)).toMatchObject({ cus: 0 });
  });

  it("is left alone again when workloads end, without crumbs", () => {
    const units = { cu: 0.1, su: 0.2, ipv4u: 1 };
    const used = withUse(withUse(full, units, T0), { ...units, cu: 0.2 }, T0);
    const left = withoutUse(withoutUse(used, units, T0), { ...units, cu: 0.2 }, T0);
    expect(left).toMatchObject({ activeCu: 0, activeSu: 0, activeIpv4: 0, emptyAt: "9223372036854775807" });
  });

  it("must last 120 seconds", () => {
    const small = (cus: number) => capacityPoolSchema.parse({ cus, lastUpdated: T0 });
    const unit = { cu: 1, su: 0, ipv4u: 0 };
    expect([lastsWith(small(120), unit, T0), lastsWith(small(119), unit, T0)]).toEqual([true, false]);
    expect(lastsWith(small(0), { cu: 0, su: 0, ipv4u: 0 }, T0)).toBe(true);
    expect(lastsWith(small(120), { cu: 0, su: 0.1, ipv4u: 0 }, T0)).toBe(false);
  });
});

describe("prices", () => {
  it("are a tenth on the test network, a hundredth on the development network", () => {
    const units = { cu: 3600, su: 7200, ipv4u: 100 };
    const full = 3600 * 385 + 7200 * 308 + 100 * 231;
    expect(priceOf(units, "mainnet")).toBe(full);
    expect(priceOf(units, "testnet")).toBe(full / 10);
    expect(priceOf(units, "devnet")).toBe(Math.ceil(full / 100));
    expect(priceList("mainnet")).toEqual({
      CuPriceDollarMonth: 10,
      SuPriceDollarMonth: 8,
      TftPriceMill: 100,
      IP4uPriceDollarMonth: 6,
    });
    expect(priceList("testnet")).toMatchObject({ CuPriceDollarMonth: 1, TftPriceMill: 100 });
  });

  it("are paid with a memo", () => {
    expect(paymentMemo("12")).toBe("p-12");
  });
});
