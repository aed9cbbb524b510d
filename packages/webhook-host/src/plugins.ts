// Plugins that come along, as in helga.
export { announcements } from "./plugins/announcements.ts";
export { type LoggerSettings, logger } from "./plugins/logger.ts";
