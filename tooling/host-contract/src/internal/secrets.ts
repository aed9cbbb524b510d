/** What the hosts find in their environment, as an operator would set it: only where they run, not where they are built. */
export const secrets = { CLUSTAAR_PRIVATE_KEY: "host-contract-key" };
