import type { BackEnd } from "../../support/back-ends/back-end.js";
import { explorerBackEnd } from "../../support/back-ends/explorer.js";
import { ledgerBackEnd } from "../../support/back-ends/ledger.js";
import { memoryBackEnd } from "../../support/back-ends/memory.js";
import { InProcessStage } from "../../support/in-process-stage.js";
import { matching } from "../../support/text-matchers.js";

const BACK_ENDS: readonly (readonly [string, () => BackEnd | Promise<BackEnd>])[] = [
  ["ledger", ledgerBackEnd],
  ["explorer", explorerBackEnd],
  ["memory", memoryBackEnd],
];

// What a user may rely on whoever keeps a workload.
describe.each(BACK_ENDS)("a volume on the back end %s", (_name, open) => {
  let backEnd: BackEnd;
  let stage: InProcessStage;
  let wanted: (size: number, rest?: object) => Record<string, unknown>;

  beforeEach(async () => {
    backEnd = await open();
    stage = new InProcessStage(backEnd.kind, backEnd.sections);
    wanted = (size, rest = {}) => ({ ...backEnd.inputs, size, ...rest });
  });
  afterEach(() => backEnd.close());

  it("is there after an up, and a second one does nothing", async () => {
    expect(await stage.preview(wanted(2))).toMatchObject({ changes: true });
    expect(backEnd.volumes()).toEqual([]);
    const made = await stage.up(wanted(2));
    expect(backEnd.volumes()).toEqual([2]);
    expect(made.properties).toMatchObject({ size: 2, drift: [], workloadId: matching(/./) });
    stage.nextCommand();
    expect((await stage.up(wanted(2), made)).did).toBe("nothing");
    expect(await stage.refresh(made)).toMatchObject({ drifted: [] });
  });

  it("is there once when nobody has seen the end of the first up", async () => {
    const lost = await stage.up(wanted(2));
    stage.nextCommand();
    const made = await stage.up(wanted(2));
    expect(made.id).toBe(lost.id);
    expect(backEnd.volumes()).toEqual([2]);
  });

  it("takes another size", async () => {
    const made = await stage.up(wanted(2));
    const grown = await stage.up(wanted(3, { allowDataLoss: true }), made);
    expect(["updated", "replaced"]).toContain(grown.did);
    expect(backEnd.volumes()).toEqual([3]);
    expect(await stage.refresh(grown)).toMatchObject({ drifted: [] });
  });

  it("shows what somebody else has changed, and is brought back", async () => {
    const made = await stage.up(wanted(2, { allowDataLoss: true }));
    backEnd.resize(5);
    stage.nextCommand();
    const found = await stage.refresh(made);
    expect(found).toMatchObject({ drifted: ["size"], properties: { size: 5 } });
    const repaired = await stage.up(wanted(2, { allowDataLoss: true }), found);
    expect(["updated", "replaced"]).toContain(repaired.did);
    expect(backEnd.volumes()).toEqual([2]);
  });

  it("is made again when somebody else has taken it away", async () => {
    const made = await stage.up(wanted(2));
    backEnd.lose();
    stage.nextCommand();
    expect(await stage.refresh(made)).toBeUndefined();
    await stage.up(wanted(2));
    expect(backEnd.volumes()).toEqual([2]);
  });

  it("goes, and can be told to go again", async () => {
    const made = await stage.up(wanted(2));
    await stage.delete(made);
    expect(backEnd.volumes()).toEqual([]);
    await stage.delete(made);
    expect(await stage.refresh(made)).toBeUndefined();
  });

  it("stays as last known when nobody answers, and is given up only when told to", async () => {
    const made = await stage.up(wanted(2));
    backEnd.goDown();
    stage.nextCommand();
    expect(await stage.refresh(made)).toMatchObject({ properties: made.properties });
    await expect(stage.delete(made)).rejects.toThrow(/onUnreachable: abandon/);
    const told = await stage.up(wanted(2, { onUnreachable: "abandon" }), made);
    expect(told.did).toBe("updated");
    await stage.delete(told);
    expect(stage.said.join("\n")).toContain("is abandoned and may still exist");
  });
});
