import type { JsonObject } from "../../../shared/json.js";
import type { Report } from "../../tekton/admission/report.js";
import { asList, asObject, asText, namesOf, textsIn } from "../../tekton/json-parts.js";
import { placeName, type UnitView } from "./unit-view.js";

const ARTIFACT = "\\$\\(params\\.(?:art_id|name)\\)";
const INSTANCE = "\\$\\(params\\.inst_id\\)";
/** Keys under which Kubernetes' types have the name of a Secret. */
const SECRET_FIELDS = new Set(["secretName", "name"]);
const AROUND_SECRET = new Set(["secret", "secretKeyRef", "secretRef"]);

/**
 * Rules for the names of Secrets that artifacts make: a mounted shared secret or account must be named in the request,
 * and so must an artifact whose results are mounted.
 */
export function judgeSecrets(view: UnitView, report: Report): void {
  const { request } = view;
  const artifact = `(?:${ARTIFACT}|${escaped(asText(request.name))})`;
  const secrets = ofBothUnits(request, "secrets");
  const accounts = ofBothUnits(request, "accounts");
  const patterns = [
    {
      pattern: new RegExp(`^sec-${artifact}-([^$]+)$`),
      known: secrets,
      what: "shared secret",
      key: "secrets",
    },
    {
      pattern: new RegExp(`^acnt-${artifact}-${INSTANCE}-([^$]+)$`),
      known: accounts,
      what: "account",
      key: "accounts",
    },
  ];
  const refs = new RegExp(`^ref-${artifact}-${INSTANCE}$`);
  for (const task of view.tasks) {
    for (const { text, path } of textsIn(task.spec)) {
      if (!isSecretName(path)) continue;
      const where = [...task.path, "taskSpec", ...path];
      for (const { pattern, known, what, key } of patterns) {
        const name = pattern.exec(text)?.[1];
        if (name === undefined || known.has(name)) continue;
        report.add(
          where,
          `${placeName(task, path)} uses the ${what} "${name}", which the request does not name`,
          `Add {name: ${name}} to ${view.phase}.${key}`,
        );
      }
      if (refs.test(text) && asList(request.refs).length === 0) {
        report.add(
          where,
          `${placeName(task, path)} uses the results of other artifacts, but the request has no refs`,
        );
      }
    }
  }
}

function isSecretName(path: readonly (string | number)[]): boolean {
  const [around, key] = path.slice(-2);
  return SECRET_FIELDS.has(String(key)) && AROUND_SECRET.has(String(around));
}

/** What build names is there until the instance is cleaned, and what clean names is there from its build on. */
function ofBothUnits(request: JsonObject, key: "secrets" | "accounts"): ReadonlySet<string> {
  return new Set([...namesOf(asObject(request.build)[key]), ...namesOf(asObject(request.clean)[key])]);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
