/** Rows that speak of Python, or of the original's own runner, alone: why nothing here can be like them. */
export const leftOut: Readonly<Record<string, string>> = {
  "events: arguments: positional and named reach on handlers":
    "there is one typed input, no argument list",
  "events: arguments: before handlers": "there is one typed input, no argument list",
  "events: arguments given when the handler was registered": "a closure holds what a handler needs",
  "events: two connectors of one class share the handlers that are added later":
    "handlers belong to one events object, not to a class",
  "events: a dispatch is awaited twice":
    "dispatch gives a promise, which gives its value as often as it is awaited",
  "events: include a connector of another application":
    "names are given, not objects of an application",
  "request: the value is a number past 2^53":
    "JavaScript has no whole number of this size; send it as text",
  "request: the value is a span of time": "a timedelta",
  "request: the value is a Duration": "a class of servox",
  "request: the value is a decimal of the decimal module": "a Decimal",
  "request: the value is bytes":
    "Python reads bytes as text; here they are refused with their path",
  "request: the value is a path": "a PurePath",
  "request: the value is a set": "a set; here a Set is refused with its path",
  "request: the value is a secret text": "a SecretStr of pydantic",
  "request: startup runs twice": "handlers are not registered by a startup",
  "request: before:startup and after:startup": "handlers are not registered by a startup",
  "read: how the runner dispatches": "the runner of servox",
  "events: declare: an event whose stub stands on one line":
    "a function's source text, which the original reads",
  "events: declare: an event twice": "a key that is there twice is an error of the compiler",
  "events: declare: an event of the name of a built-in one": "no event is built in",
  "events: declare: an event that is not asynchronous": "a definition is not a function",
  "events: declare: an event with a body": "a definition is not a function",
  "events: declare: an event with open positional parameters": "a definition has no parameters",
  "events: declare: an event with work around its handlers":
    "an asynchronous generator as a declaration",
  "events: declare: handler, a parameter too many":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, open named parameters stand for the rest":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, open parameters of both kinds":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, a parameter of another type":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, without self":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, before, with the parameters of the event":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, before, with a result type":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, before, open named parameters":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, after, without the results":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, after, results without a type":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, after, results under another name":
    "parameters and annotations of Python; types are checked by the compiler",
  "events: declare: handler, after, open named parameters":
    "parameters and annotations of Python; types are checked by the compiler",
  "command line: no command webhooks": "the commands are there now: clustaar webhooks",
  "command line: the documented command webhooks list does not exist":
    "it is there now: clustaar webhooks list",
  "command line: the documented command webhooks schema does not exist":
    "it is there now: clustaar webhooks schema",
  "command line: the documented command webhooks trigger does not exist":
    "it is there now: clustaar webhooks trigger",
  "command line: generate with defaults":
    "the runner's own command; clustaar webhooks generate writes no secret, but a variable's name",
  "command line: generate without defaults":
    "the runner's own command; clustaar webhooks generate writes no secret, but a variable's name",
  "command line: generate to another file": "the runner's own command",
  "command line: generate quietly": "the runner's own command",
  "command line: generate an unknown connector": "there are no connectors",
  "command line: validate without a file": "the runner's own command",
  "command line: config as JSON":
    "the runner's own command; clustaar webhooks list shows webhooks without secrets",
  "command line: schema of the configuration": "the JSON Schema that pydantic writes of its models",
  "command line: connectors": "there are no connectors",
  "command line: show events": "the runner's own command; events.catalogue() lists events",
  "command line: show events by connector": "the runner's own command",
  "command line: show events, only after": "the runner's own command",
  "config: channels in the version without them": "speaks of the version without channels",
};
