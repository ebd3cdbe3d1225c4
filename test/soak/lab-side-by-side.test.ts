import { gatewayAddress } from "../support/gateway.js";
import { privateLab } from "../support/lab.js";
import { footprint } from "../support/lab-footprint.js";
import { Web } from "../support/lab-web.js";

jest.setTimeout(180_000);

test("labs of two checkouts run side by side, and stopping one leaves the other alone", async () => {
  const labs = [privateLab(["gateway"]), privateLab(["gateway"])] as const;
  const before = labs.map(({ folder }) => footprint(folder));
  try {
    await Promise.all(labs.map((lab) => lab.up()));
    const webs = await Promise.all([Web.in(labs[0].kubeconfig), Web.in(labs[1].kubeconfig)]);
    await Promise.all(webs.map((web) => web.rollOut()));
    const answers = await Promise.all(webs.map((web) => web.answers()));
    expect(new Set(answers.flat()).size).toBe(4);
    expect(new Set(labs.map(gatewayAddress)).size).toBe(2);
    await labs[0].down();
    expect(await webs[1].answers()).toEqual(answers[1]);
    expect(await labs[1].up()).toEqual([]);
    await Promise.all(webs.map((web) => web.close()));
  } finally {
    await Promise.all(labs.map((lab) => lab.dispose()));
  }
  expect(labs.map(({ folder }) => footprint(folder))).toEqual(before);
});
