const LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const EMAIL = new RegExp(`^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(?:\\.${LABEL})*$`);

/** What is wrong with an e-mail address, as the end of a sentence; an empty one is fine. */
export function emailFault(text: string): string | undefined {
  return text === "" || EMAIL.test(text) ? undefined : "must be an e-mail address, as name@example.com";
}
