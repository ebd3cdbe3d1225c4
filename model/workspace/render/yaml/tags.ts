import type { ScalarTag, Tags } from "yaml";

const OCTAL_WITH_LETTER: ScalarTag = {
  default: true,
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text) => {
    const digits = BigInt(`0o${text.replace(/^[-+]?0o/, "").replaceAll("_", "")}`);
    return text.startsWith("-") ? -digits : digits;
  },
};

/** Numbers that no float can hold stay text. */
const FLOAT: ScalarTag = {
  identify: (value) => typeof value === "number",
  default: true,
  tag: "tag:yaml.org,2002:float",
  test: /^[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
  resolve: (text) => {
    const number = Number(text.replaceAll("_", ""));
    return Number.isFinite(number) ? number : text;
  },
};

const BINARY: ScalarTag = {
  tag: "tag:yaml.org,2002:binary",
  resolve: (text, onError) => {
    const bytes = Buffer.from(text.replaceAll(/\s/g, ""), "base64");
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      onError("binary data that is no UTF-8 text fits no field of an object");
      return "";
    }
  },
};

/** It is taken apart where objects are made; here it keeps a text from being printed as the key that it looks like. */
const MERGE_KEY: ScalarTag = {
  default: true,
  tag: "tag:yaml.org,2002:merge",
  test: /^<<$/,
  resolve: (text) => text,
};

const LEFT_OUT = ["int", "float", "binary", "merge", "omap", "pairs", "set", "timestamp"];

/**
 * How Kubernetes' own YAML reader (sigs.k8s.io/yaml) takes scalars: `on`, `yes` and `y` are booleans, `0777` and
 * `0o777` are octal; dates, and times such as `12:30`, stay text.
 */
export function kubernetesTags(tags: Tags): Tags {
  const kept = tags.filter(
    (tag) =>
      typeof tag === "string" ||
      !LEFT_OUT.some((name) => tag.tag === `tag:yaml.org,2002:${name}`) ||
      isPlainInteger(tag),
  );
  return [...kept, OCTAL_WITH_LETTER, FLOAT, ...tags.filter(isNotANumber), BINARY, MERGE_KEY];
}

type Tag = Tags[number];

/** The integers of YAML 1.1 without those of base 60. */
function isPlainInteger(tag: Tag): boolean {
  return typeof tag !== "string" && tag.tag === "tag:yaml.org,2002:int" && tag.format !== "TIME";
}

function isNotANumber(tag: Tag): boolean {
  if (typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:float") return false;
  return tag.test instanceof RegExp && tag.test.test(".nan");
}
