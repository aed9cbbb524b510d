import { between, pick, type Random } from "./random.ts";
import { randomText, type Text } from "./texts.ts";

/** What the bot's handler does with what came: it answers with nothing, with what it got, or with a copy. */
export type Handling = "silent" | "echo" | "copy";

/** A kind of body that grows with `size`, in characters, and the handler that it meets. */
export interface Shape {
  readonly name: string;
  readonly handling: Handling;
  readonly make: (size: number) => string;
}

type Json = (size: number) => string;
interface Part {
  readonly name: string;
  readonly make: Json;
}

/** Where in a notification a part can stand. */
const places: Readonly<Record<string, (part: string) => string>> = {
  input: (part) => envelope({ input: `{"type":"message","text":${part},"attachments":[]}` }),
  attachments: (part) => envelope({ input: `{"type":"message","text":"","attachments":${part}}` }),
  custom: (part) => envelope({ input: `{"type":"custom_event","name":"x","data":${part}}` }),
  firstName: (part) => envelope({ interlocutor: `{"id":"1","firstName":${part}}` }),
  attributes: (part) => envelope({ interlocutor: `{"id":"1","customAttributes":${part}}` }),
  interlocutor: (part) => envelope({ interlocutor: part }),
  values: (part) => envelope({ session: `{"values":${part}}` }),
  session: (part) => envelope({ session: part }),
  userData: (part) => envelope({ step: `{"id":"1","name":"","userData":${part},"actions":[]}` }),
  actions: (part) => envelope({ step: `{"id":"1","name":"","userData":"","actions":${part}}` }),
  alternatives: (part) => inAction(`{"type":"send_text_action","alternatives":${part}}`),
  buttons: (part) =>
    inAction(`{"type":"send_quick_replies_action","message":"m","buttons":${part}}`),
  cards: (part) => inAction(`{"type":"send_cards_action","cards":${part}}`),
  extra: (part) => inAction(`{"type":"send_text_action","alternatives":["x"],"new":${part}}`),
  data: (part) => `{"topic":"conversation.step_reached","data":${part}}`,
  envelope: (part) => `{"topic":"conversation.step_reached","data":${part},"new":${part}}`,
};

/** Items of lists that a platform or a stranger may send. */
const items: readonly string[] = [
  ...[
    "0",
    "1.5",
    "-0.000001",
    "1e300",
    "12345678901234567890",
    "null",
    "true",
    '""',
    '"x"',
    "[]",
    "{}",
    "[[]]",
  ],
  ...[
    '{"a":1}',
    '{"type":"x"}',
    '{"type":"unknown","wire":1}',
    '{"type":null}',
    '{"__proto__":{}}',
  ],
  ...[
    '{"type":"pause_bot_action"}',
    '{"type":"pause_bot_action","x":1}',
    '{"type":"wait_action","duration":1}',
  ],
  ...[
    '{"type":"send_text_action","alternatives":["x"]}',
    '{"type":"send_text_action","alternatives":[]}',
  ],
  ...[
    '{"type":"send_text_action","alternatives":[1]}',
    '{"type":"send_text_action"}',
    '{"type":"send_cards_action","cards":[{}]}',
  ],
  ...[
    '{"type":"card","title":"x","buttons":[]}',
    '{"type":"image","url":"https://x.y"}',
    '{"extra":{"type":1}}',
  ],
  '{"type":"quick_reply","title":"x","action":{"type":"go_to_action","target":{"type":"step","stepId":"1","name":"x"}}}',
  '{"type":"card","title":"x","subtitle":"<b>y","imageURL":"https://x.y","buttons":[{"type":"button","title":"x","action":{"type":"open_url_action","url":"https://x.y"}}]}',
];

const textPart = ({ name, make }: Text): Part => ({
  name,
  make: (size) => JSON.stringify(make(size)),
});

function randomPart(random: Random): Part {
  const turn = random();
  if (turn < 0.25) return textPart(randomText(random));
  if (turn < 0.5) {
    const text = randomText(random);
    const each = pick(random, [15, 100, 1_000, 8_000]);
    const one = JSON.stringify(text.make(each));
    return { name: `list of ${each} characters of ${text.name}`, make: listOf(one) };
  }
  if (turn < 0.7) {
    const own = Array.from({ length: between(random, 1, 3) }, () => pick(random, items)).join(",");
    return { name: `list of ${own}`, make: listOf(own) };
  }
  if (turn < 0.9) return randomObject(random);
  return randomDepth(random);
}

/** A list of as many items as fit. */
function listOf(item: string): Json {
  return (size) => {
    const count = Math.max(1, Math.floor(size / (item.length + 1)));
    return `[${`${item},`.repeat(count - 1)}${item}]`;
  };
}

/** An object of many keys: named, counted, or the same one again and again. */
function randomObject(random: Random): Part {
  const keys = pick(random, [
    "k",
    "",
    "-",
    "__proto__",
    "é",
    "type",
    "a long name of a key that goes on ",
  ]);
  const step = pick(random, [0, 1, 7]);
  const value = random() < 0.6 ? pick(random, items) : JSON.stringify(randomText(random).make(20));
  const make = (size: number) => {
    const parts: string[] = [];
    for (let length = 0, index = 0; length < size; index += 1) {
      const part = `${JSON.stringify(keys + index * step)}:${value}`;
      parts.push(part);
      length += part.length + 1;
    }
    return `{${parts.join(",")}}`;
  };
  return {
    name: `object of "${keys}${step === 0 ? "0" : step === 1 ? "n" : `${step}n`}": ${value}`,
    make,
  };
}

/** Lists and objects in one another, many times. */
function randomDepth(random: Random): Part {
  const depth = pick(random, [5, 40, 90, 500, 1_500]);
  const [open, close] = pick(random, [
    ["[", "]"],
    ['{"a":', "}"],
    ['{"type":"x","a":[', "]}"],
    ['[{"type":"send_text_action","alternatives":', "}]"],
  ]);
  const inner = pick(random, items);
  const one = open.repeat(depth) + inner + close.repeat(depth);
  return { name: `list of ${depth} ${open} around ${inner}`, make: listOf(one) };
}

/** A shape at random. */
export function randomShape(random: Random): Shape {
  const place = pick(random, Object.keys(places));
  const part = randomPart(random);
  return shapeAt(place, part, pick(random, handlings));
}

const handlings: readonly Handling[] = ["silent", "echo", "copy"];

function shapeAt(place: string, { name, make }: Part, handling: Handling): Shape {
  const around = places[place];
  if (around === undefined) throw new Error(`no place is called ${place}`);
  return { name: `${place}: ${name}`, handling, make: (size) => around(make(size)) };
}

/** What was the worst of its kind once: every search begins with these. */
export const known: readonly Shape[] = [
  shapeAt(
    "input",
    textPart({
      name: "e and marks",
      make: (size) => `e${"\u0315\u0300\u05ae\u0327".repeat(size / 4)}`,
    }),
    "echo",
  ),
  shapeAt(
    "input",
    textPart({ name: "</b>(<br>x)*", make: (size) => `</b>${"<br>x".repeat(size / 5)}` }),
    "echo",
  ),
  shapeAt("input", textPart({ name: "(<a>x)*", make: (size) => "<a>x".repeat(size / 4) }), "echo"),
  shapeAt(
    "input",
    textPart({
      name: "a link with a long target, opened again and again",
      make: (size) => {
        const link = `<ul><a target="${"&amp;".repeat(size / 10)}"></ul>`;
        return link + "<ul>x</ul>".repeat(size / 20);
      },
    }),
    "echo",
  ),
  shapeAt(
    "input",
    textPart({
      name: "formatting opened again and again, and \\ufdfa",
      make: (size) => {
        const opened = `<ul>${"<b><i><em><strong><code>".repeat(3)}</ul>`;
        return opened + "<ul>x</ul>".repeat(size / 20) + "\ufdfa".repeat(size / 6);
      },
    }),
    "echo",
  ),
  shapeAt(
    "input",
    textPart({
      name: "<em></abbr><em></abbr> (<li>x<a title=1><em>)*",
      make: (size) => "<em></abbr>".repeat(2) + "<li>x<a title=1><em>".repeat(size / 20),
    }),
    "echo",
  ),
  shapeAt(
    "alternatives",
    {
      name: "list of 8,000 characters of unclosed tags",
      make: listOf(JSON.stringify("<b><i>".repeat(1_333))),
    },
    "echo",
  ),
  shapeAt(
    "alternatives",
    { name: "list of 15 characters of (<b><i></b>)*", make: listOf('"<b><i></b>x"') },
    "echo",
  ),
  shapeAt(
    "alternatives",
    { name: "list of one list in a list", make: listOf('"<ul><b><ul></b>"') },
    "copy",
  ),
  shapeAt("actions", { name: "list of {}", make: listOf("{}") }, "copy"),
  shapeAt("actions", { name: "list of {}", make: listOf("{}") }, "echo"),
  shapeAt("actions", { name: 'list of {"type":"x"}', make: listOf('{"type":"x"}') }, "copy"),
  shapeAt("actions", { name: "list of 0", make: listOf("0") }, "copy"),
];

/** Messages as people write them: what most bodies are. */
export const plain: readonly Shape[] = [
  shapeAt(
    "input",
    textPart({ name: "words", make: (size) => "a few words in a row ".repeat(size / 21) }),
    "echo",
  ),
  shapeAt(
    "input",
    textPart({ name: "accents and emoji", make: (size) => "où êtes-vous ? 😀 ".repeat(size / 18) }),
    "echo",
  ),
  shapeAt(
    "alternatives",
    {
      name: "list of sentences",
      make: listOf('"Bonjour et bienvenue ! Que puis-je faire pour vous ?"'),
    },
    "echo",
  ),
  shapeAt(
    "alternatives",
    {
      name: "list of sentences with <b>",
      make: listOf('"Bonjour et <b>bienvenue</b> ! Que puis-je faire ?"'),
    },
    "echo",
  ),
  shapeAt("cards", { name: "list of cards", make: listOf(items.at(-1) ?? "") }, "echo"),
  shapeAt(
    "values",
    {
      name: "object of texts",
      make: (size) =>
        `{${Array.from({ length: size / 40 }, (_, index) => `"value_${index}":"the value number ${index}"`).join(",")}}`,
    },
    "echo",
  ),
];

interface Parts {
  readonly input?: string;
  readonly interlocutor?: string;
  readonly session?: string;
  readonly step?: string;
}

function envelope({
  input = "null",
  interlocutor = '{"id":"1"}',
  session = '{"values":{}}',
  step = '{"id":"1","name":"","userData":"","actions":[]}',
}: Parts): string {
  return `{"topic":"conversation.step_reached","botID":"1","timestamp":1,"type":"notification_event","data":{"type":"step_reached_event","channel":"x","interlocutor":${interlocutor},"session":${session},"step":${step},"input":${input}}}`;
}

function inAction(action: string): string {
  return envelope({ step: `{"id":"1","name":"","userData":"","actions":[${action}]}` });
}
