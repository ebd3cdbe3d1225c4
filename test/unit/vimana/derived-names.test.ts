import { derivedNames } from "../../../model/vimana/derived-names.js";
import { ID, onlyServer, times, withDomain } from "./hierarchy.js";

const PARTS = { domain: ID, suffix: "vimana.host", aliases: [], server: "my-server", version: "1.0.0" };

it("names the objects of a version", () => {
  const hash = "d69370231670aee9de1c6577abeff97735b4ee1b12365f4a94158653";
  expect(derivedNames(PARTS)).toMatchObject({
    ok: true,
    names: {
      version: {
        version: "1.0.0",
        fullName: `${ID}:my-server@1.0.0`,
        deployment: `d-${hash}`,
        service: `s-${hash}`,
        pinRoute: `t-${hash}`,
        object: `v-${hash}`,
        labels: {
          "vimana.host/domain": ID,
          "vimana.host/server": "my-server",
          "vimana.host/version": "1.0.0",
        },
      },
    },
  });
});

it("names the same routes as a hierarchy does", () => {
  const aliases = times(20, (index) => `a${index}.example.com`);
  const derived = derivedNames({ ...PARTS, server: "cart", aliases });
  const { routes } = onlyServer(withDomain({ aliases }));
  expect(routes).toHaveLength(2);
  expect(derived.ok && derived.names.server?.routes).toEqual(routes.map(({ name }) => name));
  expect(derived.ok && derived.names.server?.trafficPolicies).toHaveLength(2);
});

it("refuses a faulty version", () => {
  expect(derivedNames({ ...PARTS, version: "v1.0.0" })).toEqual({
    ok: false,
    problems: [
      { path: "version", reason: expect.stringContaining("without a leading v (CMP-1)") as unknown },
    ],
  });
});
