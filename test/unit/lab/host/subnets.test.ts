import fc from "fast-check";
import { chooseSubnet, isFreeSubnet, nodeSubnet } from "../../../../lab/host/subnets.js";

const labId = fc.stringMatching(/^[0-9a-f]{8}$/);

test("addresses of a node", () => {
  expect(nodeSubnet("10.142")).toEqual({
    host: "10.142.0.1",
    node: "10.142.0.2",
    edge: "10.142.0.3",
    pods: "10.142.1.0/24",
  });
});

test.each([
  ["10.142.0.0/16", false],
  ["10.142.7.9", false],
  ["10.128.0.0/12", false],
  ["10.142.1.0/24", false],
  ["10.0.0.0/8", false],
  ["10.143.0.0/16", true],
  ["192.0.2.0/24", true],
  ["default", true],
  ["0.0.0.0/1", true],
  ["128.0.0.0/1", true],
])("with a route to %s, 10.142.0.0/16 is free: %s", (route, free) => {
  expect(isFreeSubnet("10.142", [route])).toBe(free);
});

test("a lab is given the same network again, and never one with a route", () => {
  fc.assert(
    fc.property(labId, (id) => {
      const first = chooseSubnet(id, ["default"]);
      expect(chooseSubnet(id, ["default"])).toBe(first);
      expect(chooseSubnet(id, [`${first}.3.0/24`])).not.toBe(first);
    }),
  );
});

test("a host that routes all of 10/8 gets one out of the shared address space", () => {
  expect(chooseSubnet("00000000", ["10.0.0.0/8"])).toMatch(/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])$/);
});

test("a host without any free network is told", () => {
  expect(() => chooseSubnet("00000000", ["10.0.0.0/8", "100.64.0.0/10"])).toThrow(
    /routes into every network/,
  );
});
