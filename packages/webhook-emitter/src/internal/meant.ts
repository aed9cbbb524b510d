/** What is said after a name that nobody knows: what was probably meant, and what there is. */
export function meantAndKnown(meant: string | undefined, known: string): string {
  if (meant === undefined) return `; ${known}`;
  return `; did you mean ${meant}? ${known.charAt(0).toUpperCase()}${known.slice(1)}`;
}
