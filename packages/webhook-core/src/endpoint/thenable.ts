/** Whether a value is a promise, or something that `await` treats like one, such as the query of an ORM. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return typeof (value as { then?: unknown }).then === "function";
}

/** Whether a value that is one of ours is pending; `types.isPromise` of Node takes longer than all else that is asked of it. */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return isThenable(value);
}
