// A conversation.
export type {
  ButtonOffer,
  DocumentOffer,
  ListOffer,
  LocationOffer,
  Offer,
  Rating,
  RatingOffer,
} from "./actions/offers.ts";
export type { Outcome, VisitorAttributes } from "./actions/outcome.ts";
// The bot.
export type { BotStep } from "./bot/bot.ts";
export type {
  BotFile,
  BotFileStep,
  EventRule,
  IntentRule,
  RegexpRule,
  StoryRule,
  TextRule,
  When,
} from "./bot/bot-file.ts";
export { botSchema } from "./bot/bot-schema.ts";
export {
  type BotDefinition,
  type BotStepDefinition,
  type DefinedRule,
  defineBot,
} from "./bot/define-bot.ts";
export { parseBot } from "./bot/parse-bot.ts";
export { readBotFile } from "./bot/read-bot-file.ts";
export { type Conversation, conversation, type TurnListener } from "./conversation/conversation.ts";
export type { WhichButton } from "./conversation/find-offer.ts";
export { customEvent } from "./conversation/inputs.ts";
export type { ConversationOptions } from "./conversation/options.ts";
export type { Situation } from "./conversation/situation.ts";
export type { ConversationState } from "./conversation/state.ts";
export type { ReachedStep, RunAction, Turn, TurnRecord } from "./conversation/turn.ts";
export { type Edit, inputText, type VisitorInput } from "./conversation/visitor-input.ts";
// What goes wrong.
export {
  type BotIssue,
  ConversationError,
  type ConversationErrorCode,
  type ConversationErrorOptions,
} from "./errors.ts";
// What travels.
export type {
  AnswerWarning,
  Exchange,
  ReceivedResponse,
  SentRequest,
} from "./exchange/exchange.ts";
export type { Send, SendContext, ServerAddress, Target } from "./exchange/transport.ts";
export type { Change } from "./internal/differences.ts";
// Transcripts.
export { type Difference, formatDifferences, type TurnDifferences } from "./replay/compare.ts";
export { type ReplayOptions, replay } from "./replay/replay.ts";
export { parseTranscript } from "./transcript/parse-transcript.ts";
export type {
  Transcript,
  TranscriptHeader,
  TranscriptTurn,
  TurnOutcome,
} from "./transcript/transcript.ts";
