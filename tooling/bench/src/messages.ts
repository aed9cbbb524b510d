/** One notification as it arrives, by the wire's own keys. */
export interface Message {
  /** How the tables call it: its size. */
  readonly name: string;
  readonly body: Buffer;
}

/** What stands in a rich message in place of a text. */
const riches = {
  "Bonjour, je cherche un cadeau": "Bonjour, je cherche un cadeau pour ma mère 🎁 <b>merci</b> !",
  "Bonjour et bienvenue !": "Bonjour et <b>bienvenue</b> ! 😀",
  "Ravi de vous revoir.": "Ravi de vous revoir, à très bientôt 👋",
  "Waterproof, light, and made to last": "Imperméable, <i>légère</i> & faite pour durer",
  "Quelle taille portez-vous ?": "Quelle <b>taille</b> portez-vous ? 🤔",
  Réserver: "Réserver 📅",
  "Voici notre sélection de la semaine.":
    'Voici notre <a href="https://shop.example.com/">sélection</a> de la semaine.',
  "Laissez-vous tenter !": "Laissez-vous <strong>tenter</strong> ! 🎉",
  "You can also ask for an agent at any time.":
    "Un conseiller vous répond dès 9 h : <b>écrivez-nous</b>",
  "La boutique de Lyon": "La boutique de Lyon, près de l’opéra",
};

/**
 * The notifications that are measured. No key is missing that decoding would fill in, so that the floor,
 * which echoes what it parsed, writes the same answer, the order of keys aside.
 */
export const messages = {
  small: message("0.6 kB", notification([pauseBot()], { values: { name: "tintin" } })),
  medium: message(
    "3.5 kB",
    notification(
      [
        text("Bonjour et bienvenue !", "Ravi de vous revoir.", "Que puis-je faire pour vous ?"),
        cards(3),
        quickReplies(4),
        image(),
        storeValue("last_visit", "2026-11-22"),
      ],
      {
        values: {
          name: "tintin",
          language: "fr",
          cart: { items: [{ sku: "A-1042", quantity: 2 }], total: 59.8 },
          visits: 12,
        },
      },
    ),
  ),
  large: message("60 kB", selections(8)),
} as const satisfies Record<string, Message>;

/** As large as a body may be by default. */
export const largest: Message = message("1 MiB", selections(147));

/** The same messages with accents, emoji and markup. */
export const rich = {
  small: richer(messages.small),
  medium: richer(messages.medium),
  large: richer(messages.large),
  largest: richer(message("1 MiB", selections(140))),
} as const satisfies Record<string, Message>;

/** The step that every message reached; the route's first filter asks for it. */
export const STEP_ID = "507f191e810c19729de860ea";

function message(name: string, json: unknown): Message {
  return { name, body: Buffer.from(JSON.stringify(json)) };
}

function notification(actions: readonly object[], session: object): object {
  return {
    topic: "conversation.step_reached",
    botID: "507f1f77bcf86cd799439011",
    timestamp: 1795341600,
    type: "notification_event",
    data: {
      type: "step_reached_event",
      channel: "customer_chat",
      interlocutor: {
        id: "507f191e810c19729de860eb",
        userID: "42",
        externalID: null,
        location: null,
        email: "tintin@moulinsart.example",
        firstName: "Tintin",
        lastName: null,
        phoneNumber: null,
        customAttributes: { plan: "premium" },
        isLogged: true,
        usedToTest: false,
      },
      session,
      step: { id: "507f191e810c19729de860ea", name: "Accueil", userData: "{}", actions },
      input: { type: "message", text: "Bonjour, je cherche un cadeau", attachments: [] },
    },
  };
}

/** What a shop shows, so many times over. */
function selections(count: number): object {
  const actions = Array.from({ length: count }, () => [
    text("Voici notre sélection de la semaine.", "Laissez-vous tenter !"),
    cards(10),
    quickReplies(8),
    text("You can also ask for an agent at any time."),
    storeValue("selection", "semaine 47"),
  ]).flat();
  const values = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `value_${index}`,
      index % 3 === 0
        ? `réponse ${index}`
        : { rank: index, seen: index % 2 === 0, tags: ["a", "b"] },
    ]),
  );
  return notification(actions, { values });
}

/** A message whose texts are as people write them; cleaning leaves each as it is, so that the floor writes the same answer. */
function richer({ name, body }: Message): Message {
  let json = body.toString();
  for (const [plain, rich] of Object.entries(riches)) {
    json = json.replaceAll(JSON.stringify(plain), JSON.stringify(rich));
  }
  return { name: `${name}, rich`, body: Buffer.from(json) };
}

function pauseBot(): object {
  return { type: "pause_bot_action" };
}

function text(...alternatives: string[]): object {
  return { type: "send_text_action", alternatives };
}

function image(): object {
  return {
    type: "send_image_action",
    alt: "La boutique de Lyon",
    imageURL: "https://shop.example.com/img/lyon.png",
  };
}

function storeValue(key: string, value: string): object {
  return { type: "store_session_value_action", key, value, add: false, isInt: false };
}

function goTo(name: string): object {
  return {
    type: "go_to_action",
    target: { id: "507f191e810c19729de860ec", type: "step", name },
    sessionValues: null,
  };
}

function quickReplies(count: number): object {
  return {
    type: "send_quick_replies_action",
    message: "Quelle taille portez-vous ?",
    buttons: Array.from({ length: count }, (_, index) => ({
      title: `Taille ${38 + index}`,
      action: goTo("Choix de la taille"),
      type: "quick_reply",
    })),
  };
}

function cards(count: number): object {
  return {
    type: "send_cards_action",
    cards: Array.from({ length: count }, (_, index) => ({
      type: "card",
      title: `Chaussures de randonnée n° ${index + 1}`,
      subtitle: "Waterproof, light, and made to last",
      alt: null,
      imageURL: `https://shop.example.com/img/${1000 + index}.png`,
      url: `https://shop.example.com/shoes/${1000 + index}`,
      buttons: [
        { type: "button", title: "Réserver", action: goTo("Réservation") },
        {
          type: "button",
          title: "Voir",
          action: {
            type: "open_url_action",
            url: `https://shop.example.com/shoes/${1000 + index}`,
          },
        },
      ],
    })),
  };
}
