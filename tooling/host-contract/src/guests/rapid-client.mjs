// Loaded before AWS's runtime interface client, in place of its native HTTP client, which is built where it is installed. The
// client asks for events by itself (AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1) and streams by itself; what is left is these two.
import Module from "node:module";

const invocation = (id, end) =>
  `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/${id}/${end}`;

const client = {
  /** @param {string} id @param {string} body */
  done: (id, body) => post(invocation(id, "response"), body),
  /** @param {string} id @param {string} body */
  error: (id, body) => post(invocation(id, "error"), body),
};

/** @param {string} url @param {string} body */
async function post(url, body) {
  const { ok, status } = await fetch(url, { method: "POST", body });
  if (!ok) throw new Error(`the Runtime API answered ${status}`);
}

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === "./rapid-client.node" ? client : load.call(this, request, ...rest);
};
