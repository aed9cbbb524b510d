// What adapters are built from: the refusals every host makes alike, and one way of reading and
// answering a Node request.
export { checkEndpoint } from "./adapter/check-endpoint.ts";
export { ignoreRejection } from "./adapter/ignore-rejection.ts";
export { NodeHeaders } from "./adapter/node-headers.ts";
export { NodeHost } from "./adapter/node-host.ts";
export { type NodeRequest, nodeRequest } from "./adapter/node-request.ts";
export { readBody } from "./adapter/read-body.ts";
export { bodyIncomplete, bodyTooLarge, rawBodyUnavailable, refusal } from "./adapter/refusals.ts";
export { isBodyless, sendResponse } from "./adapter/send-response.ts";
export { serveNode } from "./adapter/serve-node.ts";
