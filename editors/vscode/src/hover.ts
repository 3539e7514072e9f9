// What the editor shows beside a hover already.

/** A hover without the messages of the findings that the editor shows above it. */
export function withoutMessages(text: string, messages: string[]): string {
  return text
    .split("\n")
    .map((line) => {
      const head = /^\*\*(.*)\*\* \((\[[^\]]*\]\([^)]*\))\)$/.exec(line);
      return head !== null && messages.some((m) => m.startsWith(head[1])) ? head[2] : line;
    })
    .join("\n");
}
