const others = ["pnpm", "yarn", "bun"] as const;

/** What installs the project's dependencies. */
export type PackageManager = "npm" | (typeof others)[number];

/** The package manager that runs this program, by what it says of itself in `npm_config_user_agent`; npm if it says nothing. */
export function packageManagerOf(userAgent = ""): PackageManager {
  const [name = ""] = userAgent.split("/");
  return others.find((other) => other === name) ?? "npm";
}
