/** Texts that become part of another script, such as paths in what a service starts with. */
export const SHELL_WORD = `
# shell_word TEXT: word becomes the text as one word for a shell.
shell_word() { word="'$(printf '%s' "$1" | sed "s/'/'\\\\\\\\''/g")'"; }
`;
