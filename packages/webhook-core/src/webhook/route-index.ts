import { resolveDirectPath } from "../filters/internal/direct-path.ts";
import type { Equality } from "../filters/internal/equality.ts";

interface Entry<R> {
  /** How many routes were registered before. */
  readonly order: number;
  readonly route: R;
}

/** The routes that need a value at one path, by that value. */
interface PathIndex<R> {
  readonly path: Equality["path"];
  readonly byValue: Map<unknown, Entry<R>[]>;
}

/** Routes in the order of registration, of which those that need a value at a path are looked up by what stands there. */
export class RouteIndex<R> {
  readonly #paths = new Map<string, PathIndex<R>>();
  /** The routes that have to be asked each time. */
  readonly #others: Entry<R>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Registers a route; `needs` is what the first of its filters is known to need. */
  add(route: R, needs: Equality | undefined): void {
    const entry = { order: this.#size, route };
    this.#size += 1;
    if (needs === undefined) {
      this.#others.push(entry);
      return;
    }
    const { byValue } = this.#indexOf(needs.path);
    for (const value of new Set(needs.values)) {
      const entries = byValue.get(value);
      if (entries === undefined) byValue.set(value, [entry]);
      else entries.push(entry);
    }
  }

  /** The first route that `takes` says yes to; whatever `takes` throws. */
  find(json: unknown, takes: (route: R) => boolean): R | undefined {
    const lists = this.#candidates(json);
    if (lists.length === 1) return lists[0]?.find(({ route }) => takes(route))?.route;
    const next = lists.map(() => 0);
    for (;;) {
      // Each list is in order, so the earliest route is the earliest of their heads.
      let earliest: Entry<R> | undefined;
      let from = 0;
      for (const [at, list] of lists.entries()) {
        const head = list[next[at] ?? 0];
        if (head !== undefined && head.order < (earliest?.order ?? Number.POSITIVE_INFINITY)) {
          earliest = head;
          from = at;
        }
      }
      if (earliest === undefined) return undefined;
      if (takes(earliest.route)) return earliest.route;
      next[from] = (next[from] ?? 0) + 1;
    }
  }

  /** The lists of routes that may handle a body, none of them empty. */
  #candidates(json: unknown): Entry<R>[][] {
    let lists = this.#others.length === 0 ? [] : [this.#others];
    for (const { path, byValue } of this.#paths.values()) {
      const entries = byValue.get(resolveDirectPath(json, path));
      // Not by `push`, which makes room for sixteen more: most bodies have one.
      if (entries !== undefined) lists = [...lists, entries];
    }
    return lists;
  }

  #indexOf(path: Equality["path"]): PathIndex<R> {
    const key = JSON.stringify(path);
    const found = this.#paths.get(key);
    if (found !== undefined) return found;
    const made = { path, byValue: new Map<unknown, Entry<R>[]>() };
    this.#paths.set(key, made);
    return made;
  }
}
