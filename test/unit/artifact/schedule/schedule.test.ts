import { cronFault, scheduledTarget, timezoneFault } from "../../../../model/artifact/schedule.js";

const OFFICE = [
  { cron: "0 8 * * 1-5", target: 5, timezone: "UTC" },
  { cron: "0 18 * * 1-5", target: 1, timezone: "UTC" },
];

describe("the target by the schedule", () => {
  it.each([
    ["2026-11-20T07:59:59.999Z", 1],
    ["2026-11-20T08:00:00.000Z", 5],
    ["2026-11-20T08:00:00.500Z", 5],
    ["2026-11-20T17:59:59.999Z", 5],
    ["2026-11-20T18:00:00.000Z", 1],
    // A weekend keeps Friday evening's.
    ["2026-11-22T12:00:00.000Z", 1],
  ])("at %s is %i: that of the entry that fired last", (at, target) => {
    expect(scheduledTarget(OFFICE, Date.parse(at))).toBe(target);
  });

  it("is the later entry's when two fire at once", () => {
    const both = [OFFICE[0]!, { ...OFFICE[0]!, target: 7 }];
    expect(scheduledTarget(both, Date.parse("2026-11-20T09:00:00Z"))).toBe(7);
  });

  it("goes by the entry's time zone, and by its summer time", () => {
    const berlin = [
      { cron: "0 8 * * *", target: 5, timezone: "Europe/Berlin" },
      { ...OFFICE[1]!, cron: "0 0 * * *" },
    ];
    expect(scheduledTarget(berlin, Date.parse("2026-11-20T06:59:59Z"))).toBe(1);
    expect(scheduledTarget(berlin, Date.parse("2026-11-20T07:00:00Z"))).toBe(5);
    expect(scheduledTarget(berlin, Date.parse("2026-07-20T06:00:00Z"))).toBe(5);
  });

  it("is none before an entry has ever fired", () => {
    expect(scheduledTarget([], 0)).toBeUndefined();
    expect(scheduledTarget([{ cron: "0 0 30 2 *", target: 1, timezone: "UTC" }], Date.now())).toBeUndefined();
  });
});

describe("faults", () => {
  it.each(["* * * * *", "*/5 8-18 1,15 JAN MON-FRI", "0 0 L * *"])("none in %s", (text) => {
    expect(cronFault(text)).toBeUndefined();
  });

  it.each(["", "hourly", "0 8 * *", "0 0 8 * * *", "61 * * * *", "0 24 * * *"])("one in %j", (text) => {
    expect(cronFault(text)).toMatch(/^is no cron expression: ./);
  });

  it("in time zones", () => {
    expect(timezoneFault("Europe/Berlin")).toBeUndefined();
    expect(timezoneFault("Mars/Olympus")).toBe(
      "is no time zone: write an IANA name, as Europe/Berlin or UTC",
    );
  });
});
