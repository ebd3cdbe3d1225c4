import type { LateValue } from "./scan.js";
import type { Template } from "./template.js";

/**
 * Maps a text of the settings to what it stands for: a stand-in to what `resolve` makes of its template, any
 * other text to itself.
 */
export function fillIn<T>(
  late: readonly LateValue[],
  resolve: (template: Template) => T,
): (text: string) => string | T {
  const templates = new Map(late.map(({ standIn, template }) => [standIn, template]));
  return (text) => {
    const template = templates.get(text);
    return template === undefined ? text : resolve(template);
  };
}
