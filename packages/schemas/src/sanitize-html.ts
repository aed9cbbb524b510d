export function sanitizeHtml(text: string): string {
  return text;
}
