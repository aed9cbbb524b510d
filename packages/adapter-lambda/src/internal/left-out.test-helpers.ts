import { type CaseName, connectionCases, leaveOut, promiseCases } from "@clustaar/adapter-contract";

const noSocket = "a function gets its event after the whole request, without a connection";
const noParser = "the event holds the body as a value, which nothing can use up";
const awaited = "the promise of a handler gives the answer itself";

/** The cases that make no sense for a function, behind any sender. */
export const always: Partial<Record<CaseName, string>> = {
  ...leaveOut(connectionCases, noSocket),
  "says which parser to move when the body was consumed": noParser,
  "tells the endpoint's listeners of a body that was consumed": noParser,
  "says that the body was decoded when the host hands over text":
    "text is what events hold, in UTF-8 or as base64",
  ...leaveOut(promiseCases, awaited),
  "uses the raw bytes that a parser kept": noParser,
  "holds kept bytes to the limit too": noParser,
  "leaves how the rest of the app parses alone": noParser,
  "never sends a header that would split the answer":
    "the result is a value, which the gateway checks and refuses",
};

/** What payload 2.0 adds to them. */
export const joinedBefore: Partial<Record<CaseName, string>> = {
  "joins repeated headers, those that Node keeps one of included":
    "payload 2.0 has joined them already, by a bare comma",
};
