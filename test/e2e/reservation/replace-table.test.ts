import { missingRows, networkKeyTable, volumeTable } from "../../support/replace-table.js";
import { ReplaceScene } from "../../support/replace-scene.js";

let scene: ReplaceScene;

beforeAll(async () => {
  scene = await ReplaceScene.open();
});

afterAll(() => scene.close());

describe.each([volumeTable(), networkKeyTable()])("what a change of a $kind.type does", (table) => {
  test("is known of every input", () => {
    expect(missingRows(table)).toEqual([]);
  });

  test.each([...table.rows])("$input: it is $then", (row) => scene.carryOut(table, row));
});
