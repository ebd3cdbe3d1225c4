import { namespaceObject } from "../../model/vimana/objects/classes.js";
import type { PlannedVimana } from "../../model/vimana/planned.js";
import type { PlainObject } from "./declare-object.js";

/** The namespace, unless somebody else makes it. */
export function namespaceObjects(vimana: PlannedVimana): readonly PlainObject[] {
  return vimana.spec.createNamespace ? [namespaceObject(vimana)] : [];
}

/** Whether the namespace has to stay when the Vimana goes, because something in it does. */
export function namespaceStays({ spec, domains }: PlannedVimana): boolean {
  return spec.retainLedger || domains.some(({ tls }) => tls.retainSecrets);
}
