/** Where lists show one line of a message, it is cut after this many characters. */
const LIST_WIDTH = 64;

/** The first line of a commit message, as it is shown. */
export function subjectOf(message: string): string {
  return message.split("\n", 1)[0]?.trim() ?? "";
}

/** The first line as lists show it: at most 64 characters, the last three of them `...` when it was cut. */
export function listedSubject(message: string): string {
  const subject = Array.from(subjectOf(message));
  return subject.length <= LIST_WIDTH ? subject.join("") : `${subject.slice(0, LIST_WIDTH - 3).join("")}...`;
}
