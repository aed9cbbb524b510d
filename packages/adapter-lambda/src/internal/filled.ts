/** The record if it holds anything: emulators and hand-written events leave the kind they do not use empty. */
export function filled<Value extends object>(record: Value | null | undefined): Value | undefined {
  return record && Object.keys(record).length > 0 ? record : undefined;
}
