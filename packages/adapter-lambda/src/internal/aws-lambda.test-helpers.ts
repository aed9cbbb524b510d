import type { LambdaStream, LambdaStreamHandler } from "../lambda-stream.ts";
import type { StreamMetadata } from "./aws-lambda.ts";

/** A stream as the runtime hands it over. */
interface RuntimeStream extends LambdaStream {
  onBeforeFirstWrite?: ((write: LambdaStream["write"]) => void) | undefined;
}

/** Between the metadata and the answer. */
const delimiter = new Uint8Array(8);

/** The global `awslambda`, as the runtime makes it; `tooling/host-contract` has the runtime itself. */
export const awslambda = {
  streamifyResponse: (handler: LambdaStreamHandler) => handler,
  HttpResponseStream: {
    from(stream: RuntimeStream, metadata: StreamMetadata): LambdaStream {
      stream.onBeforeFirstWrite = (write) => {
        write(JSON.stringify(metadata));
        write(delimiter);
      };
      return stream;
    },
  },
};

/** What a function streamed. */
export class Streamed {
  readonly #pieces: Buffer[] = [];
  hasEnded = false;

  /** What the function is called with: metadata goes out with the first `write`, and with nothing else. */
  readonly stream: RuntimeStream = {
    write: (piece) => {
      if (this.hasEnded) throw new Error("write after end");
      const { onBeforeFirstWrite } = this.stream;
      this.stream.onBeforeFirstWrite = undefined;
      onBeforeFirstWrite?.((before) => this.#pieces.push(Buffer.from(before)));
      const isSent = typeof piece === "string" || Buffer.isBuffer(piece);
      // As the runtime does with bytes of a class that it does not know.
      this.#pieces.push(Buffer.from(isSent ? piece : JSON.stringify(piece)));
    },
    end: () => {
      this.hasEnded = true;
    },
  };

  get metadata(): StreamMetadata {
    return JSON.parse(this.#all.subarray(0, this.#delimiter).toString());
  }

  get body(): Buffer {
    return this.#all.subarray(this.#delimiter + delimiter.length);
  }

  get #all(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  get #delimiter(): number {
    const at = this.#all.indexOf(delimiter);
    if (at === -1) throw new Error(`expected metadata and 8 zero bytes, got ${this.#all}`);
    return at;
  }
}
