// What adapters are built from: the refusals every host makes alike, and one way of reading and
// answering a Node request.
export { isBodyless } from "../endpoint/bodyless.ts";
export { checkEndpoint } from "./check-endpoint.ts";
export { ignoreRejection } from "./ignore-rejection.ts";
export { isClosing } from "./is-closing.ts";
export type { KeptBody } from "./kept-body.ts";
export { NodeHeaders } from "./node-headers.ts";
export { NodeHost } from "./node-host.ts";
export { type NodeRequest, nodeRequest } from "./node-request.ts";
export { readBody } from "./read-body.ts";
export {
  bodyFailed,
  bodyIncomplete,
  bodyTooLarge,
  checkEmptyBody,
  mayHaveBody,
  rawBodyUnavailable,
  refusal,
  refuse,
} from "./refusals.ts";
export { sendResponse } from "./send-response.ts";
export { type ServedNode, serveNode } from "./serve-node.ts";
