import { expiresAt, isExpired } from "../../../model/imagehub/datapack-expiry.js";

const CREATED = "2023-03-01T00:00:00Z";
const at = (time: string): number => Date.parse(time);

describe("expiry of DataPacks (acceptance 15)", () => {
  it("counts from the creation", () => {
    expect(expiresAt(CREATED, "2h")).toBe("2023-03-01T02:00:00Z");
    expect(expiresAt(CREATED, "90s")).toBe("2023-03-01T00:01:30Z");
  });

  it("is over after the last moment, not at it", () => {
    expect(isExpired(CREATED, "2h", at("2023-03-01T02:00:00Z"))).toBe(false);
    expect(isExpired(CREATED, "2h", at("2023-03-01T02:00:00.001Z"))).toBe(true);
  });

  it("takes an unreadable duration for none, as the controller does", () => {
    expect(isExpired(CREATED, "1d", at(CREATED))).toBe(true);
    expect(expiresAt(CREATED, "1d")).toBeUndefined();
    expect(expiresAt("never", "2h")).toBeUndefined();
  });

  it("has no date for what ends after the calendar", () => {
    expect(expiresAt("275760-09-12T00:00:00Z", "2000h")).toBeUndefined();
  });
});
