import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../scripts/lib/paths.ts';
import type { Environment } from './environment.ts';
import type { SelectionName } from './options.ts';
import type { Outcome } from './outcome.ts';

/** Returns the file's path, relative to the project. */
export async function writeResult(
  name: SelectionName,
  environment: Environment,
  context: Readonly<Record<string, unknown>>,
  { data }: Outcome,
): Promise<string> {
  const file = path.join('bench', 'results', `${name}-${environment.date.replaceAll(/[:.]/g, '-')}.json`);
  await mkdir(path.join(ROOT, 'bench', 'results'), { recursive: true });
  await writeFile(path.join(ROOT, file), `${JSON.stringify({ name, environment, ...context, data }, null, 2)}\n`);
  return file;
}

export function describeRun(environment: Environment, browser: string | null): string {
  const { machine, memoryGiB, system, load, date, commit, versions } = environment;
  return [
    `- machine: ${machine}, ${memoryGiB} GiB, ${system}, load ${load.toFixed(1)} before the start`,
    ...(browser === null ? [] : [`- browser: Chromium ${browser}`]),
    `- versions: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
    `- ${date}, commit ${commit}`,
  ].join('\n');
}
