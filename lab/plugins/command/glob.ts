/**
 * A glob as regular expression, in the syntax of the official plugin: `*` and `?` stop at `/`, `**` does not,
 * `[abc]`, `[!abc]`, `{one,two}`, and `\` before a character that is meant literally.
 */
export function globPattern(glob: string): RegExp {
  let source = "";
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at);
    if (glob.startsWith("**", at)) {
      source += ".*";
      at++;
    } else if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "[" && glob.includes("]", at)) {
      const end = glob.indexOf("]", at);
      source += `[${glob
        .slice(at + 1, end)
        .replace(/^!/, "^")
        .replaceAll("\\", "\\\\")}]`;
      at = end;
    } else if (character === "{") {
      source += "(?:";
      depth++;
    } else if (character === "}" && depth > 0) {
      source += ")";
      depth--;
    } else if (character === "," && depth > 0) source += "|";
    else if (character === "\\") source += literal(glob.charAt(++at));
    else source += literal(character);
  }
  return new RegExp(`^${source}${")".repeat(depth)}$`);
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
}
