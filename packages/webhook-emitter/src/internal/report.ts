/** Tells listeners of an error, or the console where there are none; a listener that fails has only the console left. */
export function reportToConsole(
  line: string,
  listeners: readonly ((error: unknown) => unknown)[],
  error: unknown,
): void {
  if (listeners.length === 0) console.error(line, error);
  for (const listener of listeners) {
    const complain = (failure: unknown) =>
      console.error("[webhook-emitter] a listener of onError failed:", failure);
    try {
      const result = listener(error);
      if (result instanceof Promise) result.catch(complain);
    } catch (failure) {
      complain(failure);
    }
  }
}
