import { builtInKinds } from "../../../providers/registry.js";

describe("the kinds of a Vimana", () => {
  test.each(["DevCertificates", "Identity", "ReadyGate", "RouteGate", "Traffic", "VersionLedger"])(
    "states may hold vimana.%s for ever",
    async (type) => {
      const kind = await builtInKinds[`vimana.${type}`]?.();
      expect(kind).toMatchObject({ name: `vimana.${type}`, module: "vimana", type });
      // A replacement is made before the old one goes, so that no call and no used version is lost.
      expect(kind?.naturalKey).toBeUndefined();
    },
  );
});
