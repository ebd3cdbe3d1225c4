import { isObject, type JsonObject, type JsonValue } from "../../../shared/json.js";
import { dnsLabelFault, dnsSubdomainFault } from "../../../shared/names.js";
import { MAX_ARTIFACT_NAME } from "../../names.js";
import { POOL_SETTINGS_SHAPE, poolSettings } from "../../settings.js";
import { nearest } from "../../../shared/did-you-mean.js";
import { repeated } from "../../tekton/admission/repeated.js";
import type { Report } from "../../tekton/admission/report.js";
import { formOf } from "../../tekton/admission/scalars.js";
import { isList, namesOf } from "../../tekton/json-parts.js";
import { REQUEST_KEYS, UNIT_KEYS } from "../request-keys.js";

/** Rules for what a request consists of: its keys, its name, the pool's settings, what it refers to. */
export function judgeForm(request: JsonObject, report: Report): void {
  judgeKeys(request, REQUEST_KEYS, report);
  judgeName(request.name, report.at("name"));
  judgeSettings(request, report);
  judgeNames(request.refs, report.at("refs"));
  namesOf(request.refs).forEach((name, index) => {
    if (name !== "" && name === request.name) report.add(["refs", index, "name"], "is the artifact itself");
  });
  const { allowEntrypointLookup: lookup } = request;
  if (lookup !== undefined && typeof lookup !== "boolean") {
    report.add(["allowEntrypointLookup"], `must be true or false and is ${formOf(lookup)}`);
  }
  for (const phase of ["build", "clean"] as const) judgeUnit(request[phase], report.at(phase));
}

function judgeName(name: JsonValue | undefined, report: Report): void {
  if (typeof name !== "string") {
    report.add([], name === undefined ? "is missing" : `must be a text and is ${formOf(name)}`);
    return;
  }
  const fault =
    name.length > MAX_ARTIFACT_NAME
      ? `must have at most ${MAX_ARTIFACT_NAME} characters and has ${name.length}`
      : dnsLabelFault(name);
  if (fault !== undefined) report.add([], fault);
}

function judgeSettings(request: JsonObject, report: Report): void {
  const settings = Object.keys(POOL_SETTINGS_SHAPE).filter((key) => request[key] !== undefined);
  const parsed = poolSettings.safeParse(Object.fromEntries(settings.map((key) => [key, request[key]])));
  const issues = parsed.error?.issues ?? [];
  // What is said about targets follows from a total that is wrong itself.
  const totalIsWrong = issues.some(({ path }) => path[0] === "total");
  for (const { path, message } of issues) {
    if (totalIsWrong && path.includes("target")) continue;
    const where = path.map((step) => (typeof step === "number" ? step : String(step)));
    report.add(where, message.charAt(0).toLowerCase() + message.slice(1));
  }
}

function judgeUnit(unit: JsonValue | undefined, report: Report): void {
  if (!isObject(unit)) {
    report.add([], unit === undefined ? "is missing" : `must be an object and is ${formOf(unit)}`);
    return;
  }
  const fields: JsonObject = unit;
  judgeKeys(fields, UNIT_KEYS, report);
  judgeNames(fields.secrets, report.at("secrets"));
  judgeNames(fields.accounts, report.at("accounts"));
  const { serviceAccountName: account } = fields;
  const fault = typeof account === "string" ? dnsSubdomainFault(account) : undefined;
  if (fault !== undefined) report.add(["serviceAccountName"], fault);
}

function judgeKeys(object: JsonObject, keys: readonly string[], report: Report): void {
  for (const key of Object.keys(object)) {
    if (keys.includes(key)) continue;
    const meant = nearest(key, keys);
    const advice = meant === undefined ? `The keys are ${keys.join(", ")}` : `Did you mean "${meant}"?`;
    report.add([key], "is no key that is known here", advice);
  }
}

/** Rules for a list of `{name}`. */
function judgeNames(list: JsonValue | undefined, report: Report): void {
  if (list === undefined || list === null) return;
  if (!isList(list)) {
    report.add([], `must be a list and is ${formOf(list)}`);
    return;
  }
  list.forEach((element, index) => {
    if (!isObject(element)) {
      report.add([index], `must be an object with a name and is ${formOf(element)}`);
      return;
    }
    const named: JsonObject = element;
    judgeKeys(named, ["name"], report.at(index));
    const { name } = named;
    const fault = typeof name === "string" ? dnsLabelFault(name) : "must be a text";
    if (fault !== undefined) report.add([index, "name"], fault);
  });
  const names = namesOf(list);
  for (const index of repeated(names).filter((at) => names[at] !== ""))
    report.add([index, "name"], `is named twice: "${names[index] ?? ""}"`);
}
