import { expect, it } from "vitest";
import { github } from "./github.ts";

// The example of "Validating webhook deliveries" in GitHub's documentation.
const key = "It's a Secret to Everybody";
const body = Buffer.from("Hello, World!");
const good = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

it("gives and takes the signature that GitHub's documentation prints", () => {
  expect(github.sign({ body, timestamp: 0 }, key)).toEqual({ "x-hub-signature-256": good });
  github.verify({ headers: new Headers({ "X-Hub-Signature-256": good }), body }, [key]);
});

it("does not fall back on the SHA-1 header", () => {
  const headers = new Headers({
    "X-Hub-Signature": "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59",
  });
  expect(() => github.verify({ headers, body }, [key])).toThrow(
    expect.objectContaining({ code: "signature_missing" }),
  );
});

it("takes no other algorithm in its header", () => {
  const headers = new Headers({ "X-Hub-Signature-256": `sha1=${"0".repeat(40)}` });
  expect(() => github.verify({ headers, body }, [key])).toThrow(
    expect.objectContaining({ code: "signature_unsupported" }),
  );
});
