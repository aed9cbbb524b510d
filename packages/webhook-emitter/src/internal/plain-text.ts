const unkept = /\0|\p{Surrogate}/u;

/** Whether every store can keep a text as it is: without U+0000, and without halves of characters. */
export function isPlainText(text: string): boolean {
  return !unkept.test(text);
}
