import type { LambdaEvent } from "../lambda-event.ts";
import type { Shape } from "./lambda-host.test-helpers.ts";

type Pairs = Iterable<[string, string]>;

/** All values of a name, in their order. */
function multi(pairs: Pairs): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
  return Object.fromEntries(found);
}

/** The last value of a name wins. */
const single = (pairs: Pairs): Record<string, string> => Object.fromEntries(pairs);

/** All values of a name as one text. */
const joined = (record: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([name, all]) => [name, all.join(",")]));

const lower = (pairs: [string, string][]): [string, string][] =>
  pairs.map(([name, value]) => [name.toLowerCase(), value]);

/** Names and values as they stand in the URL. */
function undecoded({ search }: URL): [string, string][] {
  const pairs = search.slice(1).split("&");
  return pairs.filter(Boolean).map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name, value.join("=")];
  });
}

/** REST: decoded query, both kinds of headers, names as sent (of a repeated one, as sent first). */
export const rest: Shape = ({ method, headers }, url) => {
  const first = (name: string) =>
    headers.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[0] ?? name;
  const named = headers.map(([name, value]): [string, string] => [first(name), value]);
  const asked = url.search !== "";
  return {
    httpMethod: method,
    path: url.pathname,
    headers: single(named),
    multiValueHeaders: multi(named),
    queryStringParameters: asked ? single(url.searchParams) : null,
    multiValueQueryStringParameters: asked ? multi(url.searchParams) : null,
  };
};

/** Payload 2.0: repeats joined by a comma, cookies apart. */
export const payload2 =
  (fixture: LambdaEvent): Shape =>
  ({ method, headers }, url) => {
    const grouped = multi(lower(headers));
    const { cookie, ...rest } = grouped;
    const requestContext = fixture.requestContext ?? {};
    return {
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      ...(url.search ? { queryStringParameters: joined(multi(url.searchParams)) } : {}),
      headers: joined(rest),
      ...(cookie ? { cookies: cookie.flatMap((line) => line.split("; ")) } : {}),
      requestContext: { ...requestContext, http: { ...requestContext.http, method } },
    };
  };

/** What a load balancer adds to every request. */
const added: [string, string][] = [
  ["x-amzn-trace-id", "Root=1-65c0e2b0-3a4b5c6d7e8f90a1b2c3d4e5"],
  ["x-forwarded-for", "203.0.113.7"],
  ["x-forwarded-port", "443"],
  ["x-forwarded-proto", "https"],
];

/** Load balancer: lower-case names, undecoded query, one value each. */
export const balancer: Shape = ({ method, headers }, url) => ({
  httpMethod: method,
  path: url.pathname,
  headers: single([...lower(headers), ...added]),
  queryStringParameters: single(undecoded(url)),
});

/** Load balancer with multi-value headers switched on. */
export const multiBalancer: Shape = ({ method, headers }, url) => ({
  httpMethod: method,
  path: url.pathname,
  multiValueHeaders: multi([...lower(headers), ...added]),
  multiValueQueryStringParameters: multi(undecoded(url)),
});
