/** Why no answer came, for logs: a stable code, a sentence without secrets, and whether it counts against the endpoint. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** false: our own proxy or resolver failed. */
  readonly counted: boolean;
}

const resolver = new Set([
  "EAI_AGAIN",
  "ESERVFAIL",
  "ETIMEOUT",
  "EREFUSED",
  "ECANCELLED",
  "EAI_FAIL",
]);
const known: Readonly<Record<string, readonly [code: string, message: string]>> = {
  ECONNREFUSED: ["connection_refused", "nobody listens there"],
  ECONNRESET: ["connection_lost", "the connection was closed before the whole answer had come"],
  UND_ERR_SOCKET: ["connection_lost", "the connection was closed before the whole answer had come"],
  EPIPE: ["connection_lost", "the connection was closed while the request was sent"],
  ENOTFOUND: ["name_unknown", "its name does not exist"],
  ENODATA: ["name_unknown", "its name has no address"],
  EHOSTUNREACH: ["unreachable", "the host cannot be reached"],
  ENETUNREACH: ["unreachable", "the network cannot be reached"],
  ETIMEDOUT: ["timeout", "the connection was not made in time"],
  UND_ERR_CONNECT_TIMEOUT: ["timeout", "the connection was not made in time"],
  UND_ERR_INVALID_ARG: ["request_invalid", "the request cannot be sent as it is"],
  UND_ERR_HEADERS_OVERFLOW: ["answer_broken", "the headers of the answer are too long"],
};

/** Reads what the transport threw. */
export function failureOf(error: unknown, throughProxy: boolean): Failure {
  const { code, message, name } = innermost(error);
  if (code === "address_refused" || code === "timeout") return { code, message, counted: true };
  if (code === "insecure_refused" || code === "token_failed")
    return { code, message, counted: true };
  if (code !== undefined && resolver.has(code)) {
    return {
      code: "resolver_failed",
      message: `our resolver of names failed (${code})`,
      counted: false,
    };
  }
  if (throughProxy) {
    const status = /Proxy response \((\d+)\)/.exec(message)?.[1];
    if (status !== undefined && status !== "407") {
      return {
        code: "proxy_refused",
        message: `the proxy answered ${status} for this address`,
        counted: true,
      };
    }
    if (status === "407" || (code !== undefined && proxyCodes.has(code))) {
      return {
        code: "proxy_failed",
        message: `our proxy failed (${status ?? code})`,
        counted: false,
      };
    }
  }
  const found = code === undefined ? undefined : known[code];
  if (found) return { code: found[0], message: found[1], counted: true };
  if (name === "HTTPParserError") {
    return { code: "answer_broken", message: "the answer is not HTTP", counted: true };
  }
  if (
    code !== undefined &&
    /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_|SELF_SIGNED|DEPTH_ZERO|ERR_OSSL)/.test(code)
  ) {
    return {
      code: "tls_failed",
      message: `its certificate or connection was not accepted (${code})`,
      counted: true,
    };
  }
  return { code: "failed", message: code ?? "the request failed", counted: true };
}

/** Failures of a connection that goes through a proxy are the proxy's: what lies behind it shows as its answer. */
const proxyCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** What several tries to connect threw comes as one; the first of them says why. */
function innermost(error: unknown): {
  code: string | undefined;
  message: string;
  name: string;
} {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (!(error instanceof Error)) return { code: undefined, message: "", name: "" };
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined && error.cause) return innermost(error.cause);
  return { code, message: error.message, name: error.name };
}
