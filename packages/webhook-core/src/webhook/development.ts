import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { asHttpError } from "../endpoint/error-reporter.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { oneLine, writeError, writeLine } from "../endpoint/write-to-console.ts";
import type { SignatureScheme } from "../signatures/index.ts";
import type { Route } from "./router.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What a webhook writes to the console while a bot is being developed, and nowhere else. */
export class Development {
  readonly #silent = new WeakSet<Route>();
  #decidedNothing = false;
  #diagnosing = false;

  /** Says once for each route that its handler returned nothing, which looks like a bot that is not there. */
  returnedNothing(route: Route): void {
    if (this.#silent.has(route)) return;
    this.#silent.add(route);
    writeLine(
      `[webhook] the handler of ${route.topic} (${route.name}) returned nothing: the bot stays silent; return stepReachedResponse({ actions: [...] })`,
    );
  }

  /** Says that a route is registered behind one that handles every event of its topic. */
  neverReached({ topic, name }: Route, before: Route): void {
    writeLine(
      `[webhook] on("${topic}"): the route ${name} is never reached, since the route ${before.name} before it has no filters; register it before that one`,
    );
  }

  /** Says once that the function for `auth` neither let anybody in nor refused: a forgotten `return`, mostly. */
  decidedNothing(came: unknown): void {
    if (this.#decidedNothing) return;
    this.#decidedNothing = true;
    writeLine(
      `[webhook] auth: expected the function to return true, false or { username, password }, got ${kindOf(came)}, which lets nobody in; is a return missing?`,
    );
  }

  /** Lets the doctor say why a signature that these keys refuse does not fit. */
  diagnosed(keys: SigningKeys, scheme: SignatureScheme): SigningKeys {
    const refused = (error: unknown, request: WebhookRequest) => {
      if (!asHttpError(error).code.startsWith("signature_")) return;
      this.#diagnose(request, scheme, keys.texts);
    };
    return {
      get texts() {
        return keys.texts;
      },
      pong: (challenge, request, now) => keys.pong(challenge, request, now),
      async verify(request, now, exchange) {
        try {
          await keys.verify(request, now, exchange);
        } catch (error) {
          refused(error, request);
          throw error;
        }
      },
    };
  }

  /** The doctor is loaded for this only, and takes up to a second. */
  #diagnose(request: WebhookRequest, scheme: SignatureScheme, keys: readonly string[]): void {
    if (this.#diagnosing || keys.length === 0) return;
    this.#diagnosing = true;
    import("../doctor/index.ts")
      .then(({ diagnose }) => {
        const { message } = diagnose(request, { scheme, keys });
        writeLine(`[webhook] ${oneLine(message)}`);
      })
      .catch((error: unknown) => writeError("[webhook] the signature doctor failed:", error))
      .finally(() => {
        this.#diagnosing = false;
      });
  }
}
