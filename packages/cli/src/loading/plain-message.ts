/** An error's message without what the compiler wraps around it: `TransformError: Transform failed with 1 error: ...`. */
export function plainMessage(message: string): string {
  const syntax = /: ERROR: (?<what>.+)/.exec(message)?.groups?.what;
  return syntax === undefined ? message : `syntax error: ${syntax}`;
}
