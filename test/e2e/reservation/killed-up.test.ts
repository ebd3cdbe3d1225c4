import { KilledUps } from "../../support/reservation-kills.js";

let kills: KilledUps;

beforeAll(async () => {
  kills = await KilledUps.open("killed");
});

afterAll(() => kills.close());

test("an up that is killed twice, with its provider and as a whole, is finished by the next one", async () => {
  const nothing = await kills.scene.traces();
  await kills.killAt({ node: "node2", call: 4 }, "provider");
  await kills.killAt({ node: "node1", call: 9 }, "engine");
  const whole = await kills.converged();
  const count = (pattern: RegExp): number => whole.match(pattern)?.length ?? 0;
  expect({
    workloads: count(/\/w\//g),
    volumes: count(/\/mnt\/hdd\/volume-/g),
    networks: count(/\/run\/netns\/n-/g),
    places: count(/\/run\/netns\/container-/g),
    records: count(/\/reservations\//g),
  }).toEqual({ workloads: 9, volumes: 1, networks: 3, places: 1, records: 3 });
  expect(await kills.scene.say("node1", "podman ps --all --quiet | wc -l")).toBe("1");
  await kills.scene.make("destroy");
  expect(await kills.scene.traces()).toBe(nothing);
});
