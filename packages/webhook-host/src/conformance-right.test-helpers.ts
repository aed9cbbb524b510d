/** What is right where the original is wrong, and where we differ on purpose; `docs/from-helga.md` names the differences. */
export interface Right {
  readonly because: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

const anchored = "a pattern takes the whole path";
const inOrder = "the first route that was registered wins, and a pattern takes the whole path";
const refusedAtStart = (message: RegExp, because: string): Right => ({
  because,
  expected: { refused: expect_(message) },
});

/** Kept as an expression here; the test turns it into a matcher. */
function expect_(message: RegExp): RegExp {
  return message;
}

const noCredentials = refusedAtStart(
  /asks for authentication, but the host has no credentials/,
  "a route that nobody can call is told at the start",
);

/** By the name of the row. */
export const right: Readonly<Record<string, Right>> = {
  "route: HEAD on a route without methods": {
    because: "HEAD is answered where GET is",
    expected: { status: 200, body: "" },
  },
  "route: a trailing slash matches an unanchored pattern": {
    because: anchored,
    expected: { status: 404 },
  },
  "route: empty pattern matches every path": { because: anchored, expected: { status: 404 } },
  "route: a named group that the handler does not accept": {
    because: "handlers take what they need",
    expected: { status: 200, body: "ok" },
  },
  "route: a handler parameter that the pattern does not give": {
    because: "the compiler tells; nothing fails at run time",
    expected: { status: 200, body: "{}" },
  },
  "route: a named group called request": {
    because: "parameters have an object of their own",
    expected: { status: 200, body: "ok" },
  },
  "route: escaped UTF-8 in the path": {
    because: "parameters are decoded once",
    expected: { status: 200, body: '{"bar": "caf\\u00e9"}' },
  },
  "route: dot segments after an unanchored pattern": {
    because: anchored,
    expected: { status: 404 },
  },
  "route: methods named in lower case are never matched": {
    because: "methods are taken in any case",
    expected: { status: 200, body: "ok" },
  },
  "route: two patterns match, registered short first": {
    because: inOrder,
    expected: { status: 200, body: "long" },
  },
  "route: two patterns match, registered long first": {
    because: inOrder,
    expected: { status: 200, body: "long" },
  },
  "route: two patterns match, literal first": {
    because: inOrder,
    expected: { status: 200, body: "literal" },
  },
  "route: five patterns match": { because: inOrder, expected: { status: 200, body: "abc" } },
  "route: the same pattern twice, the later replaces the earlier": {
    because: inOrder,
    expected: { status: 200, body: "first" },
  },
  "route: the same pattern twice with different methods": {
    because: "one path may have a route for each method",
    expected: { status: 200, body: "got" },
  },
  "answer: nothing returned": { because: "nothing is 204", expected: { status: 204, body: "" } },
  "answer: nothing returned after a chat message": {
    because: "nothing is 204",
    expected: { status: 204, body: "", chat: [["msg", "#foo", "said"]] },
  },
  "answer: a number returned": {
    because: "values are JSON",
    expected: { status: 200, body: "1234" },
  },
  "answer: an object returned": {
    because: "values are JSON",
    expected: { status: 200, body: '{"a":1}' },
  },
  "answer: a list returned": {
    because: "values are JSON",
    expected: { status: 200, body: '["a"]' },
  },
  'answer: the number one returned means "I answer later"': {
    because: "values are JSON",
    expected: { status: 200, body: "1" },
  },
  "answer: a promise returned": {
    because: "promises are awaited",
    expected: { status: 200, body: "x" },
  },
  "error: HttpError with an unknown status and no message": {
    because: "the number stands for the phrase",
    expected: { status: 599, body: "599" },
  },
  "error: HttpError with a unicode message": {
    because: "text is text",
    expected: { status: 404, body: "abc" },
  },
  "error: HttpError with a unicode message outside ASCII": {
    because: "text is text",
    expected: { status: 404, body: "é" },
  },
  "error: the HTTP library's own error class is not handled": {
    because: "there is one class",
    expected: { status: 404, body: "gone" },
  },
  "auth: user with a colon cannot exist": refusedAtStart(
    /without a colon/,
    "a pair that cannot fit is told at the start",
  ),
  "auth: empty password that is configured": {
    because: "an empty password is refused at the start; the row's list is used without it",
    expected: { status: 401 },
  },
  "auth: pair outside ASCII configured as unicode": {
    because: "text is text",
    expected: { status: 200, body: '["zo\\u00eb", "p\\u00e4ssword"]' },
  },
  "auth: two headers, the right one last": {
    because: "a request with two of them is refused: programs on its way may read either",
    expected: { status: 401 },
  },
  "auth: no credentials configured (the default), any header": noCredentials,
  "auth: no credentials configured (the default), no header": noCredentials,
  "auth: credentials setting absent": noCredentials,
  "auth: credentials set to null": refusedAtStart(/expected a list of pairs/, "told at the start"),
  "auth: a pair of empty texts lets requests without a header in": refusedAtStart(
    /text that is not empty/,
    "told at the start",
  ),
  "auth: a pair of empty texts lets malformed headers in": refusedAtStart(
    /text that is not empty/,
    "told at the start",
  ),
  "auth: one pair not wrapped in a list": refusedAtStart(
    /one pair is a list, too/,
    "told at the start",
  ),
  "auth: one pair of two-letter texts not wrapped in a list": refusedAtStart(
    /one pair is a list, too/,
    "told at the start",
  ),
  "auth: the route declared the other way round is open": {
    because: "the order of the options does not matter",
    expected: { status: 401 },
  },
  "input: multipart without a boundary": {
    because: "the answer says what is wrong",
    expected: { status: 400, body: /multipart\/form-data/ },
  },
  "input: a repeated request header, the last is given": {
    because: "the endpoint contract joins repeated headers",
    expected: { status: 200, body: "a, b" },
  },
  "announcements: a channel with an escaped hash": {
    because: "the hash may stand there",
    expected: { status: 200, body: "Message Sent", chat: [["msg", "#bots", "hello"]] },
  },
  "announcements: a channel and a further segment": {
    because: anchored,
    expected: { status: 404, chat: [] },
  },
  "announcements: a channel with a trailing slash": {
    because: anchored,
    expected: { status: 404, chat: [] },
  },
  "announcements: a channel outside ASCII": {
    because: "parameters are decoded once",
    expected: { status: 200, chat: [["msg", "#café", "hello"]] },
  },
  "announcements: a comma in the channel": {
    because: "one announcement goes to one channel",
    expected: { status: 404, chat: [] },
  },
  "command: an unknown subcommand is silence": {
    because: "the known ones are told",
    expected: {
      chat: [["msg", "#bots", "op, I know webhooks routes, webhooks start and webhooks stop"]],
      listening: true,
    },
  },
  "command: operators given as one text": refusedAtStart(
    /expected a list of nicks/,
    "a text is not read letter by letter",
  ),
  "command: start before sign-on": {
    because: "the state is known from the beginning",
    expected: { chat: [["msg", "#bots", "Webhooks service started"]], listening: true },
  },
  "command: routes before sign-on": {
    because: "routes are loaded when the host is created",
    expected: {
      chat: [
        ["me", "#bots", "whispers to ann"],
        ["msg", "ann", "ann, here are the routes I know about"],
        ["msg", "ann", "[GET] /bar"],
        ["msg", "ann", "[GET,POST] /foo"],
      ],
      listening: false,
    },
  },
  "command: the route list shows the pattern text": {
    because: "an expression is shown as JavaScript writes it",
    expected: {
      chat: [
        ["me", "#bots", "whispers to ann"],
        ["msg", "ann", "ann, here are the routes I know about"],
        ["msg", "ann", "[PUT,DELETE] /\\/a\\/(?<b>\\d+)\\/?/"],
      ],
      listening: true,
    },
  },
  "command: the route list with methods given as text": {
    because: "a text is one method",
    expected: {
      chat: [
        ["me", "#bots", "whispers to ann"],
        ["msg", "ann", "ann, here are the routes I know about"],
        ["msg", "ann", "[POST] /a"],
      ],
      listening: true,
    },
  },
  "chat: a line break in an action": {
    because: "each line is an action of its own",
    expected: {
      wire: [
        "PRIVMSG #bots :\u0001ACTION one\u0001",
        "PRIVMSG #bots :\u0001ACTION QUIT :bye\u0001",
      ],
    },
  },
  "chat: a line break in the target": refusedAtStart(
    /expected one channel or nick/,
    "the caller is told that there is no such channel",
  ),
  "chat: a space in the target": refusedAtStart(
    /expected one channel or nick/,
    "a blank would make two parameters of one",
  ),
  "loading: DISABLED_WEBHOOKS is absent": {
    because: "an absent list denies nothing",
    expected: { loaded: ["alpha", "announcements", "beta", "logger"], denied: [] },
  },
  "loading: ENABLED_WEBHOOKS is an unknown name": {
    because: "it is reported",
    expected: { loaded: [], reported: /enabled names "nope", which no plugin is called/ },
  },
  "loading: DISABLED_WEBHOOKS is an unknown name": {
    because: "it is reported",
    expected: { denied: [], reported: /disabled names "nope", which no plugin is called/ },
  },
  "loading: ENABLED_WEBHOOKS is zero": refusedAtStart(
    /expected true, false or a list of names/,
    "a number is a mistake",
  ),
  "loading: ENABLED_WEBHOOKS is an object": refusedAtStart(
    /expected true, false or a list of names/,
    "an object is a mistake",
  ),
  "loading: one whose function is missing": {
    because: "what fails leaves no route",
    expected: {
      loaded: ["alpha", "announcements", "logger"],
      failed: ["gone"],
      routes: [["/alpha", ["GET"]]],
    },
  },
  "loading: two names in one module, one denied": {
    because: "a denied plugin has no route",
    expected: {
      loaded: ["alpha", "announcements", "logger"],
      denied: ["beta"],
      routes: [["/alpha", ["GET"]]],
    },
  },
  "loading: two names in one module, one allowed": {
    because: "a plugin that is not allowed has no route",
    expected: {
      loaded: ["alpha"],
      notAllowed: ["announcements", "beta", "logger"],
      routes: [["/alpha", ["GET"]]],
    },
  },
  "loading: two webhooks claim one path": {
    because: "two methods of one path are two routes",
    expected: {
      loaded: ["again", "alpha", "announcements", "logger"],
      routes: [
        ["/alpha", ["GET"]],
        ["/alpha", ["PUT"]],
      ],
    },
  },
  "loading: a route made by a module that was imported before the webhooks plugin": {
    because: "routes do not depend on the order of imports",
    expected: { loaded: ["alpha", "announcements", "logger"], routes: [["/alpha", ["GET"]]] },
  },
  "life: after stop and start from the chat, handlers have no chat client": {
    because: "handlers keep their chat client",
    expected: { steps: [{ status: 200, body: "said" }] },
  },
  "life: stop keeps open connections": {
    because: "stop ends them",
    expected: {
      steps: [{ status: 200, body: "said" }, { listening: false }, { connection: "refused" }],
    },
  },
  "life: the port is taken at sign-on": {
    because: "start says why it cannot",
    expected: {
      steps: [
        {},
        { listening: false },
        {},
        { chat: [["msg", "#bots", /could not be started: .*is taken/]] },
      ],
    },
  },
  "life: the server listens from sign-on, not before": {
    because: "routes are loaded when the host is created",
    expected: {
      steps: [
        { listening: false, routes: ["/say"] },
        { listening: true },
        { listening: true, routes: ["/say"] },
      ],
    },
  },
  "life: stop, connection lost, sign-on again": {
    because: "what an operator stopped stays stopped",
    expected: {
      steps: [
        {},
        {},
        { listening: false },
        { listening: false, routes: ["/say"] },
        { connection: "refused" },
      ],
    },
  },
};

const ownSettings =
  "a setting of helga's own bot, which has no counterpart: ircClient asks for it, without a default";
const settingsFiles =
  "Python settings files; ours are options of createHost and environment variables";
const pluginLists =
  "helga's list of command plugins, in which all webhooks are one; ours are a host, which is created or not";

/** Rows that speak of Python or of helga's bot alone, with the reason. */
export const pythonAlone: Readonly<Record<string, string>> = {
  "settings: default of CHANNELS": ownSettings,
  "settings: default of NICK": ownSettings,
  "settings: default of SERVER": ownSettings,
  "settings: default of RATE_LIMIT": "ircClient always has a bound on how fast it speaks",
  "settings: default of CHANNEL_LOGGING_DIR":
    "the plugin logger keeps its lines in db, not in files",
  "settings: default of DISABLED_PLUGINS": pluginLists,
  "settings: default of ENABLED_PLUGINS": pluginLists,
  "loading: the webhooks plugin denied": pluginLists,
  "loading: the webhooks plugin not allowed": pluginLists,
  "loading: no plugins at all": pluginLists,
  "settings: none named": settingsFiles,
  "settings: a file by its path": settingsFiles,
  "settings: a module by its name": settingsFiles,
  "settings: a file named in HELGA_SETTINGS": settingsFiles,
  "settings: the argument wins over HELGA_SETTINGS": settingsFiles,
  "settings: a file that does not exist": settingsFiles,
};
