// Plugins and their routes.

export type { AddressOptions } from "./chat/address.ts";
// The chat.
export type { ChatClient, ChatCommand, ChatMessage } from "./chat/client.ts";
export { type ConsoleClientOptions, consoleClient } from "./chat/console-client.ts";
export { ircClient } from "./chat/irc-client.ts";
export type { IrcClientOptions } from "./chat/irc-options.ts";
export type { FloodOptions } from "./chat/outbox.ts";
export { type SlackClientOptions, slackClient } from "./chat/slack-client.ts";
export type { Database, DatabaseRow, Queryable } from "./database/database.ts";
export type { Migration } from "./database/migrate.ts";
// Requests and answers.
export { HttpError } from "./errors.ts";
// The host.
export { createHost } from "./host/create-host.ts";
export { type RouteInfo, WebhookHost } from "./host/host.ts";
export type { ListenAddress } from "./host/listener.ts";
export type { Logger } from "./host/log.ts";
export type { HostOptions } from "./host/options.ts";
export {
  definePlugin,
  type HostPlugin,
  type PluginDefinition,
  type PluginSetup,
  type RegisterRoute,
} from "./host/plugin.ts";
export type { PluginDecision, PluginSelection } from "./host/selection.ts";
export type { Render } from "./rendering/renderer.ts";
export type { HandlerResult } from "./requests/answer.ts";
export type { Form, FormFile, FormLimits } from "./requests/form.ts";
export type { Handler, HandlerContext } from "./requests/handler.ts";
export type { HandlerResponse, ResponseHeaders } from "./requests/response.ts";
export type { PathParams } from "./routes/pattern.ts";
export type { RouteAuth, RouteOptions } from "./routes/route.ts";
