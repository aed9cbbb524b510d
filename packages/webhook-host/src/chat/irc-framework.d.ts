/** The part of irc-framework that is used here; it brings no types. */
declare module "irc-framework" {
  export interface IrcMessageEvent {
    readonly nick: string;
    readonly target: string;
    readonly message: string;
    readonly account?: string;
  }
  export interface IrcChannelEvent {
    readonly nick: string;
    readonly channel: string;
    /** Who was kicked out. */
    readonly kicked?: string;
  }
  export class Client {
    readonly user: { readonly nick: string };
    readonly connected: boolean;
    connect(options: Readonly<Record<string, unknown>>): void;
    raw(line: string): void;
    quit(message: string): void;
    changeNick(nick: string): void;
    on(event: "privmsg" | "action", listener: (event: IrcMessageEvent) => void): void;
    on(event: "join" | "part" | "kick", listener: (event: IrcChannelEvent) => void): void;
    on(event: "registered" | "close" | "nick in use" | "socket close", listener: () => void): void;
    on(event: "irc error", listener: (event: { error?: string; reason?: string }) => void): void;
    on(event: "socket error", listener: (error: unknown) => void): void;
  }
  const irc: { readonly Client: typeof Client };
  export default irc;
}
