/** Headers of a request: names in lower case and values in turn, as undici writes them without looking them up again. */
export type HeaderList = string[];

/** Where the value of a header stands; undefined: there is no such header. */
function find(list: HeaderList, name: string): number | undefined {
  for (let at = 0; at < list.length; at += 2) if (list[at] === name) return at + 1;
  return undefined;
}

/** Whether there is a header of this name. */
export function hasHeader(list: HeaderList, name: string): boolean {
  return find(list, name) !== undefined;
}

/** Sets a header, in place of one of this name. */
export function setHeader(list: HeaderList, name: string, value: string): void {
  const at = find(list, name);
  if (at === undefined) list.push(name, value);
  else list[at] = value;
}

/** The headers by name. */
export function headersByName(list: HeaderList): Record<string, string> {
  const byName: Record<string, string> = {};
  for (let at = 0; at < list.length; at += 2) byName[list[at] as string] = list[at + 1] as string;
  return byName;
}
