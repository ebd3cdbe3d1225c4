import type { KubeError } from "../errors.js";
import { statusError } from "../status-error.js";
import type { FieldConflict } from "./apply.js";

/** Builds the errors of the fake through the same door as those of a server, so that their words are the same. */
export class Refusals {
  constructor(private readonly server: string) {}

  /** An answer with a Status object. */
  refuse(
    code: number,
    reason: string,
    message: string,
    asked: { readonly about: string; readonly doing: string },
    causes: readonly { readonly reason: string; readonly message: string; readonly field: string }[] = [],
  ): KubeError {
    const status = {
      kind: "Status",
      apiVersion: "v1",
      status: "Failure",
      message,
      reason,
      code,
      details: { causes },
    };
    return statusError(code, status, {
      where: `${asked.about} on ${this.server}`,
      doing: asked.doing,
      credential: "the credential of the fake",
    });
  }

  /** 422 with one cause a fault. */
  invalid(
    about: string,
    doing: string,
    faults: readonly { readonly field: string; readonly message: string }[],
  ): KubeError {
    const message = `${about} is invalid: ${faults.map((fault) => `${fault.field}: ${fault.message}`).join(", ")}`;
    const causes = faults.map((fault) => ({ reason: "FieldValueInvalid", ...fault }));
    return this.refuse(422, "Invalid", message, { about, doing }, causes);
  }

  /** 409 that names the other managers. */
  fieldConflicts(about: string, conflicts: readonly FieldConflict[]): KubeError {
    const causes = conflicts.map(({ manager, field }) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${JSON.stringify(manager.manager)}${manager.subresource === "" ? "" : ` with subresource "${manager.subresource}"`} using ${manager.apiVersion}`,
      field,
    }));
    const count = causes.length === 1 ? "1 conflict" : `${causes.length} conflicts`;
    const message = `Apply failed with ${count}: ${causes.map((cause) => `${cause.message}: ${cause.field}`).join(", ")}`;
    return this.refuse(409, "Conflict", message, { about, doing: "apply" }, causes);
  }
}
