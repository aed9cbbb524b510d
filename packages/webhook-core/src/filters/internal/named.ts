/** Gives a filter the name under which a stack or a debugger shows it. */
export function named<F extends (...args: never[]) => boolean>(name: string, filter: F): F {
  return Object.defineProperty(filter, "name", { value: name });
}
