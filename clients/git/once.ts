/**
 * Makes answers to the same question shared: those under way and those given. Failures are forgotten, so that the
 * question can be asked again.
 */
export function once<T>(ask: (question: string) => Promise<T>): (question: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = ask(question).catch((error: unknown) => {
      answers.delete(question);
      throw error;
    });
    answers.set(question, answer);
    return answer;
  };
}
