/** The channels of a client on IRC: those it wants to be in, and those it is in. Names are compared as IRC does. */
export class IrcChannels {
  /** As they were written, by their name in lower case. */
  readonly #wanted = new Map<string, string>();
  readonly #joined = new Set<string>();
  /** Asked for, and not answered yet. */
  readonly #joining = new Set<string>();

  constructor(wanted: readonly string[]) {
    for (const channel of wanted) this.#wanted.set(channel.toLowerCase(), channel);
  }

  /** The lines that join every channel on a new connection. */
  joinAll(): string[] {
    for (const key of this.#wanted.keys()) this.#joining.add(key);
    return [...this.#wanted.values()].map(joinLine);
  }

  /** The line that joins a channel before something is said there; none where it is in, or on its way. */
  joinToSpeak(target: string, isConnected: boolean): string[] {
    if (!isChannel(target)) return [];
    const key = target.toLowerCase();
    if (!this.#wanted.has(key)) this.#wanted.set(key, target);
    // On a new connection it is joined with the others.
    if (!isConnected || this.#joined.has(key) || this.#joining.has(key)) return [];
    this.#joining.add(key);
    return [joinLine(target)];
  }

  joined(channel: string): void {
    this.#joining.delete(channel.toLowerCase());
    this.#joined.add(channel.toLowerCase());
  }

  /** It parted, was kicked out, or was not let in: it tries again when it is to speak there. */
  left(channel: string): void {
    this.#joining.delete(channel.toLowerCase());
    this.#joined.delete(channel.toLowerCase());
  }

  /** The connection is gone. */
  leftAll(): void {
    this.#joining.clear();
    this.#joined.clear();
  }
}

/** Whether a target is a channel, and not a nick. */
export function isChannel(target: string): boolean {
  return /^[#&+!]/.test(target);
}

function joinLine(channel: string): string {
  return `JOIN ${channel}`;
}
