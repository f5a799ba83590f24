/** Describes the machine and the software of a measurement. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MNIST_FILES } from '../../src/engine/data/mnist-files.ts';
import type { DatasetName } from '../../src/core/types.ts';
import { MNIST_TARGET, ROOT } from '../../scripts/lib/paths.ts';

export interface Environment {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly memoryGiB: number;
  readonly system: string;
  /** Load average of the minute before the start. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

const LIBRARIES = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@jax-js/jax',
  '@playwright/test',
  'react',
  'vite',
  'webgpu',
];

export function describeEnvironment(): Environment {
  const processors = os.cpus();
  return {
    date: new Date().toISOString(),
    commit: commit(),
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    load: os.loadavg()[0] ?? Number.NaN,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    versions: { node: process.version, ...Object.fromEntries(LIBRARIES.map((name) => [name, versionOf(name)])) },
  };
}

function versionOf(name: string): string {
  const file = path.join(ROOT, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return 'not installed';
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

function commit(): string {
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'public', 'package-lock.json');
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : ' with changes'}`;
  } catch {
    return 'not a git checkout';
  }
}

/** MNIST where it has been prepared (`npm run data`), else the built-in digits. */
export function datasetThere(): DatasetName {
  return Object.values(MNIST_FILES).every(({ name }) => existsSync(path.join(MNIST_TARGET, `${name}.gz`)))
    ? 'mnist'
    : 'synthetic';
}
