import { untilInterrupted } from "../../../config/program/until-interrupted.js";

describe("work that starts programs", () => {
  it("is told when the process is to end", async () => {
    const aborted = await untilInterrupted(async (signal) => {
      process.emit("SIGTERM");
      return signal.aborted;
    });
    expect(aborted).toBe(true);
  });

  it("leaves nobody behind who listens, however it ends", async () => {
    const before = process.listenerCount("SIGINT");
    expect(await untilInterrupted(async ({ aborted }) => aborted)).toBe(false);
    await expect(untilInterrupted(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
