import { messageOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import { type Candidate, discoverPlugins } from "./discovery.ts";
import type { HostSettings } from "./options.ts";
import { type PluginHost, PluginInstance } from "./plugin-instance.ts";
import { decide, type PluginDecision, unknownNames } from "./selection.ts";

/** The plugins of a host, and what was decided about each. */
export interface Loaded {
  readonly instances: readonly PluginInstance[];
  readonly decisions: readonly PluginDecision[];
}

/**
 * Loads the plugins that are allowed and not denied; one that fails is reported and left out.
 *
 * @throws WebhookConfigError `config_invalid` when two plugins have one name, or, where `strict` is true, when one fails.
 */
export async function loadPlugins(
  settings: HostSettings,
  hostOf: (name: string, templates?: string) => PluginHost,
): Promise<Loaded> {
  const { selection, log, strict } = settings;
  const candidates = await findCandidates(settings);
  for (const line of unknownNames(
    candidates.map(({ name }) => name),
    selection,
  )) {
    log.warn(line);
  }

  const instances: PluginInstance[] = [];
  const decisions: PluginDecision[] = [];
  try {
    for (const candidate of candidates) {
      const { name, from } = candidate;
      let decision = decide(name, selection);
      if (decision.decision === "loaded") {
        try {
          instances.push(
            await PluginInstance.create(await candidate.load(), hostOf(name, candidate.templates)),
          );
        } catch (error) {
          const reason = messageOf(error);
          if (strict) {
            throw new WebhookConfigError(`plugin "${name}" (${from}): ${reason}`, { cause: error });
          }
          decision = { name, decision: "failed", reason };
          log.error(`plugin "${name}" (${from}): failed: ${reason}`, error);
        }
      }
      if (decision.decision !== "failed") {
        log.info(`plugin "${name}" (${from}): ${decision.decision}: ${decision.reason}`);
      }
      decisions.push(decision);
    }
  } catch (error) {
    for (const instance of instances.reverse()) await instance.close(settings.closeDeadline);
    throw error;
  }
  return { instances, decisions };
}

async function findCandidates({
  plugins,
  folder,
  log,
  strict,
}: HostSettings): Promise<Candidate[]> {
  const candidates: Candidate[] = plugins.map((plugin) => ({
    name: plugin.name,
    from: "passed in code",
    load: async () => plugin,
  }));
  if (folder === null) return candidates;
  const found = await discoverPlugins(folder);
  for (const fault of found.faults) {
    if (strict) throw new WebhookConfigError(fault);
    log.error(fault);
  }
  for (const candidate of found.candidates) {
    const first = candidates.find(({ name }) => name === candidate.name);
    if (first === undefined) candidates.push(candidate);
    else if (first.from === "passed in code") {
      log.info(`plugin "${candidate.name}" (${candidate.from}): the one passed in code is used`);
    } else {
      throw new WebhookConfigError(
        `${first.from} and ${candidate.from} both have a plugin "${candidate.name}"; remove one of them`,
      );
    }
  }
  return candidates;
}
