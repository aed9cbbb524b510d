import { parseHttpDate } from "../signatures/index.ts";
import type { DiagnosedRequest } from "./diagnose.ts";
import type { Recipe } from "./recipes.ts";
import type { DiagnosisCause, Variant } from "./variant.ts";

/** How far a proxy's clock is looked for, in seconds. */
const MOST_SECONDS = 300;

/** What is signed before the body: as it came, with other times, and with parts of the request. */
export function* prefixVariants(
  recipe: Recipe,
  request: DiagnosedRequest,
): Generator<Variant<string>> {
  const { headers } = request;
  const time = recipe.timeText?.(headers);
  const own = recipe.prefix(time, headers);
  yield { value: own };
  // Before the times, of which there are many.
  yield* labelVariants(recipe, time, own);
  for (const { text, ...fault } of timeVariants(recipe, time)) {
    yield { value: recipe.prefix(text, headers), fault };
  }
  if (own !== "") {
    yield {
      value: "",
      fault: {
        cause: "request_parts",
        fits: "the body alone",
        remedy: `${recipe.sender} signs ${JSON.stringify(recipe.prefix("<time>", headers))} before the body: have the sender do so`,
      },
    };
  }
  for (const [part, name] of requestParts(request)) {
    yield {
      value: own + part,
      fault: {
        cause: "request_parts",
        fits: `the body with ${name} before it`,
        remedy: `${recipe.sender} signs no part of the address: have the sender leave it out`,
      },
    };
  }
}

/** The signed date written by hand: its label or its line break forgotten, or written as the header is. */
function* labelVariants(
  { timeHeader, sender }: Recipe,
  time: string | undefined,
  own: string,
): Generator<Variant<string>> {
  if (timeHeader !== "Date" || time === undefined) return;
  const written: [value: string, fits: string][] = [
    [`${time}\n`, "the date without `date=` before it"],
    [`date=${time}`, "the date without a line break after it"],
    [time, "the date with neither `date=` before it nor a line break after it"],
    [`date=${time}\r\n`, "the date with CR LF after it"],
    [`date: ${time}\n`, "`date: ` in place of `date=` before the date"],
    [`Date: ${time}\n`, "`Date: ` in place of `date=` before the date"],
  ];
  for (const [value, fits] of written) {
    const remedy = `${sender} signs ${JSON.stringify(own)} and then the body: have the sender write exactly that`;
    yield { value, fault: { cause: "time_label", fits, remedy } };
  }
}

interface TimeVariant {
  readonly text: string | undefined;
  readonly cause: DiagnosisCause;
  readonly fits: string;
  readonly remedy: string;
}

function* timeVariants(recipe: Recipe, time: string | undefined): Generator<TimeVariant> {
  const { timeHeader } = recipe;
  if (timeHeader === undefined) return;
  if (timeHeader === "Date") yield* dateVariants(time);
  else if (time !== undefined) yield* unixVariants(timeHeader, time);
}

function* dateVariants(time: string | undefined): Generator<TimeVariant> {
  if (time !== undefined) {
    yield {
      text: undefined,
      cause: "time_missing",
      fits: "a request without a Date header (signed as `date=None`)",
      remedy: "a proxy on the way adds a Date header: have the sender send one and sign it",
    };
  }
  const milliseconds = time === undefined ? Date.now() : (parseHttpDate(time) ?? Date.parse(time));
  if (Number.isNaN(milliseconds)) return;
  for (const seconds of aroundZero(MOST_SECONDS)) {
    yield {
      text: new Date(milliseconds + seconds * 1000).toUTCString(),
      cause: "time_rewritten",
      fits: `a Date ${inSeconds(seconds)} than the one that came`,
      remedy:
        "a proxy on the way writes a Date header of its own: have it hand the sender's through (nginx: proxy_set_header Date $http_date)",
    };
  }
  yield* zoneVariants(milliseconds);
}

/** The same moment as the clocks of other zones show it, and the same text with another name for UTC. */
function* zoneVariants(milliseconds: number): Generator<TimeVariant> {
  const utc = new Date(milliseconds).toUTCString();
  const fault = {
    cause: "time_zone",
    remedy: "the Date header has to be written and signed in GMT, as HTTP wants it",
  } as const;
  for (const name of ["UTC", "+0000", "-0000", "Z"]) {
    yield { text: utc.replace("GMT", name), fits: `a Date that ends in ${name}`, ...fault };
  }
  yield { text: new Date(milliseconds).toISOString(), fits: "a Date in ISO 8601", ...fault };
  yield {
    text: new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z"),
    fits: "a Date in ISO 8601",
    ...fault,
  };
  for (let quarter = -48; quarter <= 56; quarter++) {
    if (quarter === 0) continue;
    const minutes = quarter * 15;
    const local = new Date(milliseconds + minutes * 60_000).toUTCString();
    const offset = offsetText(minutes);
    yield { text: local, fits: `a Date in the zone ${offset} that says GMT`, ...fault };
    yield { text: local.replace("GMT", offset), fits: `a Date in the zone ${offset}`, ...fault };
  }
}

function* unixVariants(header: string, time: string): Generator<TimeVariant> {
  const number = Number(time);
  if (!Number.isFinite(number)) return;
  const fault = {
    cause: "time_unit",
    remedy: `${header} counts whole seconds since 1970: have the sender write and sign those`,
  } as const;
  yield { text: String(Math.floor(number / 1000)), fits: "its time in seconds", ...fault };
  yield { text: `${Math.floor(number)}000`, fits: "its time in milliseconds", ...fault };
  for (const seconds of aroundZero(MOST_SECONDS)) {
    yield {
      text: String(Math.floor(number) + seconds),
      cause: "time_rewritten",
      fits: `a time ${inSeconds(seconds)} than the one in ${header}`,
      remedy: "have the sender send exactly the time that it signs",
    };
  }
}

/** 1, -1, 2, -2 ...: what is near is likely. */
function* aroundZero(most: number): Generator<number> {
  for (let distance = 1; distance <= most; distance++) {
    yield -distance;
    yield distance;
  }
}

function inSeconds(seconds: number): string {
  const count = Math.abs(seconds);
  return `${count} ${count === 1 ? "second" : "seconds"} ${seconds < 0 ? "earlier" : "later"}`;
}

function offsetText(minutes: number): string {
  const sign = minutes < 0 ? "-" : "+";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${sign}${String(hours).padStart(2, "0")}${String(rest).padStart(2, "0")}`;
}

function* requestParts({
  method,
  path,
  query,
  headers,
}: DiagnosedRequest): Generator<[string, string]> {
  if (path === undefined) return;
  const search = query === undefined || query.size === 0 ? "" : `?${query}`;
  const host = headers.get("host");
  const targets: [string, string][] = [[path, "the path"]];
  if (search !== "")
    targets.push([path + search, "path and query"], [search.slice(1), "the query"]);
  if (host) {
    for (const protocol of ["https", "http"]) {
      targets.push([`${protocol}://${host}${path}${search}`, "the whole URL"]);
    }
  }
  for (const [target, name] of targets) {
    for (const end of ["", "\n", "."]) {
      yield [target + end, name];
      if (method !== undefined) {
        for (const between of ["", " ", "\n"]) {
          yield [method + between + target + end, `the method and ${name}`];
        }
      }
    }
  }
}
