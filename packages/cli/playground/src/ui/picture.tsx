import { showImages } from "../settings.ts";

/** A picture that the bot names: only by https, and only when pictures are allowed. */
export function Picture({ url, alt }: { readonly url: string; readonly alt: string }) {
  if (showImages.value && url.startsWith("https://")) {
    return <img class="picture" src={url} alt={alt} loading="lazy" referrerpolicy="no-referrer" />;
  }
  return (
    <span class="picture picture-off" role="img" aria-label={alt === "" ? "picture" : alt}>
      <span aria-hidden="true">🖼</span>
      <span class="picture-url">{url.slice(0, 200)}</span>
      {!url.startsWith("https://") && <span>not https: never loaded</span>}
    </span>
  );
}
