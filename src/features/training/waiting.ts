/** What the controls say that the run, or the model, in use has not got. */
import { CONFIG_SCHEMAS, type ConfigField, type RunConfig } from '../../core/config.ts';

const FIELDS = Object.keys(CONFIG_SCHEMAS) as readonly ConfigField[];

export function waitingIn(settings: RunConfig, used: RunConfig): readonly ConfigField[] {
  return FIELDS.filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(used[name]));
}
