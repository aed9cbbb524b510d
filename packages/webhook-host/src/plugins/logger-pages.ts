import Mustache from "mustache";

/** One line of a channel's log. */
export interface LogLine {
  /** Of the day, in UTC: `HH:MM:SS`. */
  readonly time: string;
  readonly nick: string;
  readonly text: string;
}

const LAYOUT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}td{padding:0 1rem 0 0;vertical-align:top}.text{white-space:pre-wrap;overflow-wrap:anywhere}</style>
<h1>{{title}}</h1>
{{> content}}
</html>
`;
const LINKS = `<ul>{{#links}}<li><a href="{{href}}">{{text}}</a></li>{{/links}}</ul>`;
const LINES = `<p><a href="{{download}}">Download Log</a></p>
<table>{{#lines}}<tr><td>{{time}}</td><td>{{nick}}</td><td class="text">{{text}}</td></tr>
{{/lines}}</table>`;

/** Every channel, given without its `#`. */
export function listPage(channels: readonly string[]): string {
  const links = channels.map((name) => ({
    href: `/logger/${encodeURIComponent(name)}`,
    text: `#${name}`,
  }));
  return Mustache.render(LAYOUT, { title: "Channel Logs", links }, { content: LINKS });
}

/** The days of a channel. */
export function channelPage(channel: string, days: readonly string[]): string {
  const links = days.map((day) => ({
    href: `/logger/${encodeURIComponent(channel)}/${day}`,
    text: day,
  }));
  return Mustache.render(LAYOUT, { title: `#${channel} Channel Logs`, links }, { content: LINKS });
}

/** What was said on a day. */
export function dayPage(channel: string, day: string, lines: readonly LogLine[]): string {
  const view = {
    title: `#${channel} Channel Logs for ${day}`,
    download: `/logger/${encodeURIComponent(channel)}/${day}.txt`,
    lines,
  };
  return Mustache.render(LAYOUT, view, { content: LINES });
}
