import type { SentRequest } from "@clustaar/testing";

/** Headers that the command makes itself, or that curl does. */
const made: ReadonlySet<string> = new Set(["date", "x-hub-signature", "content-length", "host"]);

/** A request as a shell command that signs it again with the key in `CLUSTAAR_PRIVATE_KEY`. */
export function curlCommand(
  { url, headers, body }: SentRequest,
  fallbackUrl: string | null,
): string {
  const kept = Object.entries(headers).filter(([name]) => !made.has(name));
  const target = url ?? fallbackUrl ?? "http://localhost:3000/webhook";
  const signed = headers["x-hub-signature"] !== undefined;
  const lines = [
    `body=${quoted(body)}`,
    ...(signed
      ? [
          "date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')",
          `signature=$(printf 'date=%s\\n%s' "$date" "$body" | openssl dgst -sha1 -hmac "$CLUSTAAR_PRIVATE_KEY" | sed 's/.* //')`,
        ]
      : []),
    [
      `printf '%s' "$body" | curl --data-binary @- ${quoted(target)}`,
      ...kept.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
      ...(signed ? ['-H "Date: $date"', '-H "X-Hub-Signature: sha1=$signature"'] : []),
    ].join(" \\\n  "),
  ];
  return lines.join("\n");
}

/** A text in single quotes, as every shell reads it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
