/** A configuration to begin with: one webhook, and the other keys as comments. Its secret is a variable's name. */
export const startingConfiguration = `# Webhooks of @clustaar/webhook-emitter: createEmitter({ webhooks: "webhooks.yaml" }).
# Set WEBHOOK_SECRET in the environment or in .env, then: clustaar webhooks check webhooks.yaml --app FILE
webhooks:
- name: my_handler              # deliveries are kept by it
  description: What it is for.
  events:                       # one or a list; before:NAME asks first, after:NAME tells; after:order.* works, too
  - after:measure
  url: https://example.com/webhooks
  secret: \${WEBHOOK_SECRET}     # one, or a list while you rotate: each one signs

# headers: {x-some-header: some value}
# backoff: {max_tries: 12, max_time: 3m}   # false: no retry; left out: retries for three days
# timeout: 15s                  # of one attempt
# concurrency: 10               # attempts at a time, over all processes
# rate: 10/s
# filter: {input.total: {$gt: 100}}        # equality, $in, $not, $gt, $gte, $lt, $lte, $exists, $or
# enabled: true
# channels: [news]              # messages that are posted as they are
# response_channel: answers     # where answers with a body go
# signature: both               # or standard, or servo
# content_type: application/json
# on_failure: proceed           # what an unreachable responder of before: means; or cancel
# proxy: http://proxy.internal:3128
# allow_private: [10.0.0.0/8]   # private networks that may be connected to
# allow_insecure: false         # true: http:// may be used
# tls: {cert: "\${CERT}", key: "\${KEY}", ca: "\${CA}"}
# oauth: {token_url: "https://auth.example.com/token", client_id: me, client_secret: "\${CLIENT_SECRET}", scope: hooks}
`;
