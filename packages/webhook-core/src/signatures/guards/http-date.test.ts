import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../../endpoint/errors.ts";
import { formatHttpDate, parseHttpDate } from "./http-date.ts";

const longNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const wholeSecond = (min: string, max: string) =>
  fc
    .integer({ min: Date.parse(min) / 1000, max: Date.parse(max) / 1000 })
    .map((seconds) => seconds * 1000);

describe("parseHttpDate", () => {
  // RFC 9110, section 5.6.7.
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
  ])("reads the RFC's example %s", (text) => {
    expect(parseHttpDate(text)).toBe(784111777000);
  });

  it.each([
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["Wed, 31 Dec 1969 23:59:59 GMT", -1000],
    ["Thu, 29 Feb 2024 12:00:00 GMT", Date.UTC(2024, 1, 29, 12)],
    ["Tue, 29 Feb 2000 00:00:00 GMT", Date.UTC(2000, 1, 29)],
    ["Wed Nov 16 08:49:37 1994", Date.UTC(1994, 10, 16, 8, 49, 37)],
    ["Sunday, 22-Nov-26 10:00:00 GMT", Date.UTC(2026, 10, 22, 10)],
    ["Wednesday, 01-Mar-00 00:00:00 GMT", Date.UTC(2000, 2, 1)],
    ["Thursday, 01-Mar-00 00:00:00 GMT", Date.UTC(1900, 2, 1)],
    ["Sat, 31 Dec 2016 23:59:60 GMT", Date.UTC(2017, 0, 1)],
  ])("reads %s", (text, expected) => {
    expect(parseHttpDate(text)).toBe(expected);
  });

  it.each([
    ["the wrong day name", "Mon, 06 Nov 1994 08:49:37 GMT"],
    ["the wrong long day name", "Monday, 06-Nov-94 08:49:37 GMT"],
    ["the wrong day name in asctime", "Mon Nov  6 08:49:37 1994"],
    ["31 February under the name of 3 March", "Thu, 31 Feb 1994 08:49:37 GMT"],
    ["29 February of no leap year", "Wed, 29 Feb 2023 00:00:00 GMT"],
    ["29 February 1900", "Thu, 29 Feb 1900 00:00:00 GMT"],
    ["31 April", "Sat, 31 Apr 1994 00:00:00 GMT"],
    ["day 0", "Mon, 00 Nov 1994 08:49:37 GMT"],
    ["day 32", "Thu, 32 Dec 1994 08:49:37 GMT"],
    ["hour 24", "Sun, 06 Nov 1994 24:00:00 GMT"],
    ["minute 60", "Sun, 06 Nov 1994 08:60:00 GMT"],
    ["second 61", "Sat, 31 Dec 2016 23:59:61 GMT"],
    ["a leap second in the middle of a day", "Sun, 06 Nov 1994 08:49:60 GMT"],
    ["another zone", "Sun, 06 Nov 1994 08:49:37 UTC"],
    ["an offset", "Sun, 06 Nov 1994 08:49:37 +0000"],
    ["lower case", "sun, 06 nov 1994 08:49:37 gmt"],
    ["a day of one digit", "Sun, 6 Nov 1994 08:49:37 GMT"],
    ["a padded day", "Sun,  6 Nov 1994 08:49:37 GMT"],
    ["no day name", "06 Nov 1994 08:49:37 GMT"],
    ["a long day name", "Sunday, 06 Nov 1994 08:49:37 GMT"],
    ["a short day name in RFC 850", "Sun, 06-Nov-94 08:49:37 GMT"],
    ["four digits of year in RFC 850", "Sunday, 06-Nov-1994 08:49:37 GMT"],
    ["a zone in asctime", "Sun Nov  6 08:49:37 1994 GMT"],
    ["a zero in asctime", "Sun Nov 06 08:49:37 199"],
    ["ISO 8601", "1994-11-06T08:49:37Z"],
    ["what Date.parse takes", "6 November 1994"],
    ["seconds since 1970", "784111777"],
    ["space around", " Sun, 06 Nov 1994 08:49:37 GMT"],
    ["space after", "Sun, 06 Nov 1994 08:49:37 GMT "],
    ["a name across two months", "Sun, 06 anF 1994 08:49:37 GMT"],
    ["digits beyond ASCII", "Sun, ٠٦ Nov 1994 08:49:37 GMT"],
    ["two headers joined", "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"],
    ["nothing", ""],
    ["a comma", ","],
    ["None", "None"],
  ])("refuses %s", (_what, text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  });

  it("reads back every second it can write", () => {
    fc.assert(
      fc.property(wholeSecond("0000-01-01", "9999-12-31"), (time) => {
        expect(parseHttpDate(formatHttpDate(time))).toBe(time);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads the obsolete forms of a date as it reads the date", () => {
    fc.assert(
      fc.property(wholeSecond("1900-01-01", "1999-12-31"), fc.boolean(), (early, later) => {
        const time = later ? early + Date.UTC(2000, 0, 1) - Date.UTC(1900, 0, 1) : early;
        const [day = "", date = "", month = "", year = "", clock = ""] =
          formatHttpDate(time).split(" ");
        const longDay = longNames[new Date(time).getUTCDay()];
        expect(parseHttpDate(`${longDay}, ${date}-${month}-${year.slice(2)} ${clock} GMT`)).toBe(
          time,
        );
        const padded = String(Number(date)).padStart(2);
        expect(parseHttpDate(`${day.slice(0, 3)} ${month} ${padded} ${clock} ${year}`)).toBe(time);
      }),
      { numRuns: 1000 },
    );
  });

  it("takes no text but what it would write, of anything that looks like a date", () => {
    const digits = (max: number) =>
      fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, "0"));
    const names = "Sun Mon Tue Wed Thu Fri Sat Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Xxx";
    const name = fc.constantFrom(...names.split(" "));
    const date = fc
      .tuple(name, digits(40), name, digits(99), digits(99), digits(30), digits(70), digits(70))
      .map(([w, d, m, y1, y2, h, i, s]) => `${w}, ${d} ${m} ${y1}${y2} ${h}:${i}:${s} GMT`);
    fc.assert(
      fc.property(date, (text) => {
        const time = parseHttpDate(text);
        if (time !== undefined && !text.includes("23:59:60")) {
          expect(formatHttpDate(time)).toBe(text);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ minLength: 24, maxLength: 29 })), (text) => {
        expect(parseHttpDate(text)).toBeUndefined();
      }),
    );
  });
});

describe("formatHttpDate", () => {
  it("drops what is below a second", () => {
    expect(formatHttpDate(784111777999)).toBe("Sun, 06 Nov 1994 08:49:37 GMT");
  });

  it("refuses what is not a time of four-digit years", () => {
    for (const time of [Number.NaN, 8.64e15, Date.UTC(10_000, 0, 1), Date.UTC(-1, 0, 1)]) {
      expect(() => formatHttpDate(time)).toThrow(WebhookConfigError);
    }
  });
});
