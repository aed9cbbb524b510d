import { definePlugin, HttpError } from "@clustaar/webhook-host";
import { z } from "zod";

export default definePlugin({
  name: "guestbook",
  settings: z.object({
    /** The heading of the page. */
    title: z.string().default("Guest book"),
    /** Where new entries are announced; nowhere by default. */
    channel: z.string().startsWith("#").optional(),
  }),
  migrations: [
    {
      name: "001-entries",
      sql: "CREATE TABLE guestbook (id bigserial PRIMARY KEY, name text NOT NULL, text text NOT NULL)",
    },
  ],
  setup({ route, settings, db }) {
    route("/guestbook", async ({ render }) => {
      const entries = await db.query("SELECT name, text FROM guestbook ORDER BY id DESC LIMIT 50");
      return render("index", { title: settings.title, entries });
    });

    route("/guestbook", { methods: ["POST"] }, async ({ form, client, response }) => {
      const [name, text] = [form.get("name"), form.get("text")];
      if (!name || !text) throw new HttpError(400, "name and text are required");
      await db.query("INSERT INTO guestbook (name, text) VALUES ($1, $2)", [name, text]);
      if (settings.channel) await client.msg(settings.channel, `${name}: ${text}`);
      response.status = 201;
      return "Thank you";
    });
  },
});
