/** Debian's package; `.ci/run` installs it. Elsewhere CHROMIUM names another one. */
export const chromiumPath: string = process.env.CHROMIUM ?? "/usr/bin/chromium";
