// A name without a password.
// Says: got undefined for the password; is an environment variable not set?
import { Webhook } from "@clustaar/webhook-core";

export default new Webhook({
  auth: { username: "bot", password: process.env.A_PASSWORD_NOBODY_HAS_SET },
});
