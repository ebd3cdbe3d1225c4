import {
  containerTable,
  kubernetesNodeTable,
  missingRows,
  networkKeyTable,
  networkResourceTable,
  publicIpTable,
  volumeTable,
  zdbTable,
  type Row,
  type Surroundings,
  type Table,
} from "../support/replace-table.js";
import { ReplaceScene, standing, type Standing } from "../support/replace-scene.js";

/** Rows have to be known before there is anything on a node. */
const NOTHING: Surroundings = {
  ...{ networks: { node1: "", node2: "" }, otherNetwork: "", keys: { node1: "", another: "", node2: "" } },
  ...{ volume: "", master: "", addresses: ["", ""], router: "", program: () => ({}) },
};

let scene: ReplaceScene;
let stands: Standing;

beforeAll(async () => {
  scene = await ReplaceScene.open();
  stands = await standing(scene.stage);
});

afterAll(async () => {
  await stands.remove();
  await scene.close();
});

describe.each<[string, (surroundings: Surroundings) => Table]>([
  ["Volume", volumeTable],
  ["Container", containerTable],
  ["Zdb", zdbTable],
  ["NetworkKey", networkKeyTable],
  ["NetworkResource", networkResourceTable],
  ["PublicIp", publicIpTable],
  ["KubernetesNode", kubernetesNodeTable],
])("%s", (_type, tableOf) => {
  const { rows } = tableOf(NOTHING);

  test("has a row for every input", () => {
    expect(missingRows(tableOf(NOTHING))).toEqual([]);
  });

  test.each(rows.map((row, index): [string, string, number] => [row.input, row.then, index]))(
    "%s: is %s",
    async (_input, _then, index) => {
      const table = tableOf(stands.surroundings);
      const row: Row | undefined = table.rows[index];
      if (row === undefined) throw new Error("there is no such row");
      await scene.carryOut(table, row);
    },
  );
});
