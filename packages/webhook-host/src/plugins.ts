// Plugins that come along, as in helga.
export { announcements } from "./plugins/announcements.ts";
