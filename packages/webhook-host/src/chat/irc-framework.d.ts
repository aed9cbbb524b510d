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
    on(event: "registered" | "loggedin" | "close" | "nick in use", listener: () => void): void;
    on(event: "nick invalid", listener: (event: { nick: string; reason: string }) => void): void;
    on(event: "sasl failed", listener: (event: { reason: string; message?: string }) => void): void;
    on(
      event: "irc error",
      listener: (event: { error?: string; reason?: string; channel?: string }) => void,
    ): void;
    /** With what went wrong, or false. */
    on(event: "socket close", listener: (error: unknown) => void): void;
  }
  const irc: { readonly Client: typeof Client };
  export default irc;
}
