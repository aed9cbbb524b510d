import type { AskLocationAction } from "@clustaar/schemas";
import { useState } from "preact/hooks";
import { busy } from "../../state.ts";
import { Icon } from "../../ui/icon.tsx";
import { play } from "../composer.tsx";
import { BotBubble } from "./bot-bubble.tsx";
import type { ActionProps } from "./registry.tsx";

/** A request for the visitor's location. */
export function AskLocation({ action: { message }, answerable }: ActionProps<AskLocationAction>) {
  const [lat, setLat] = useState("48.8566");
  const [long, setLong] = useState("2.3522");
  const place = { lat: Number(lat), long: Number(long) };
  const isPlace =
    lat !== "" && long !== "" && Math.abs(place.lat) <= 90 && Math.abs(place.long) <= 180;
  return (
    <div class="said">
      <BotBubble text={message} />
      {answerable && (
        <div class="card location">
          <label>
            Latitude
            <input
              type="number"
              step="any"
              value={lat}
              onInput={({ currentTarget }) => setLat(currentTarget.value)}
            />
          </label>
          <label>
            Longitude
            <input
              type="number"
              step="any"
              value={long}
              onInput={({ currentTarget }) => setLong(currentTarget.value)}
            />
          </label>
          <button
            type="button"
            class="with-icon"
            disabled={busy.value || !isPlace}
            onClick={() => play({ type: "locate", ...place })}
          >
            <Icon name="pin" /> Share the location
          </button>
        </div>
      )}
    </div>
  );
}
