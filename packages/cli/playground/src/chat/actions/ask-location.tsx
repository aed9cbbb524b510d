import type { AskLocationAction } from "@clustaar/schemas";
import { useState } from "preact/hooks";
import { busy } from "../../state.ts";
import { RichText } from "../../ui/rich-text.tsx";
import { play } from "../composer.tsx";
import type { ActionProps } from "./registry.tsx";

/** A request for the visitor's location. */
export function AskLocation({ action: { message }, answerable }: ActionProps<AskLocationAction>) {
  const [lat, setLat] = useState("48.8566");
  const [long, setLong] = useState("2.3522");
  const place = { lat: Number(lat), long: Number(long) };
  const isPlace = Math.abs(place.lat) <= 90 && Math.abs(place.long) <= 180;
  return (
    <div class="said">
      <div class="bubble bot">
        <span class="visually-hidden">Bot: </span>
        <RichText text={message} />
      </div>
      {answerable && (
        <div class="composer-row location">
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
            disabled={busy.value || !isPlace}
            onClick={() => play({ type: "locate", ...place })}
          >
            Share the location
          </button>
        </div>
      )}
    </div>
  );
}
