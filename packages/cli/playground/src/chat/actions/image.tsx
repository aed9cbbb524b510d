import type { SendImageAction } from "@clustaar/schemas";
import { Picture } from "../../ui/picture.tsx";
import type { ActionProps } from "./registry.tsx";

export function Image({ action: { imageUrl, alt } }: ActionProps<SendImageAction>) {
  return (
    <div class="bubble bot">
      <Picture url={imageUrl} alt={alt || "Picture without a description"} />
    </div>
  );
}
