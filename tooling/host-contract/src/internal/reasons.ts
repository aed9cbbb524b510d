import type { CaseName } from "@clustaar/adapter-contract";

const below = "connection headers belong to the server below a Response";

/** What no function from a `Request` to a `Response` can show. */
export const ofResponses: Partial<Record<CaseName, string>> = {
  "adds no content type of its own": "a Response labels every text that has no content type",
  "tells the client of an upload it cuts off that the connection closes": below,
};

const firstAlone = "the framework makes its Request of Node's own headers, which keep the first";

/** What a `Request` cannot show that a framework makes of the `headers` of a Node request. */
export const ofNodeHeaders: Partial<Record<CaseName, string>> = {
  "joins repeated headers, those that Node keeps one of included": firstAlone,
  "refuses a second Date or Authorization, whichever stands first": firstAlone,
};
