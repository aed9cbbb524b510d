import { showImages } from "../settings.ts";
import { Icon } from "./icon.tsx";

/** A picture that the bot names: only by https, and only when pictures are allowed. Without `alt` it only decorates. */
export function Picture({ url, alt }: { readonly url: string; readonly alt: string }) {
  const isSecure = url.startsWith("https://");
  if (showImages.value && isSecure) {
    return <img class="picture" src={url} alt={alt} loading="lazy" referrerpolicy="no-referrer" />;
  }
  return (
    <span
      class="picture picture-off"
      {...(alt === "" ? { "aria-hidden": true } : { role: "img" as const, "aria-label": alt })}
      title={url.slice(0, 500)}
    >
      <Icon name="image" />
      {alt !== "" && <span class="picture-alt">{alt.slice(0, 200)}</span>}
      <span class="picture-url">{isSecure ? hostOf(url) : "not https: never loaded"}</span>
    </span>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url.slice(0, 100);
  }
}
