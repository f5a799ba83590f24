/**
 * `npm run bench:pack`: all that the step under Dawn needs, in one archive for a Linux machine (x64) with a GPU and its
 * driver. There: unpack it and `bash run.sh`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { MNIST_FILES } from '../../src/engine/data/mnist-files.ts';
import { MNIST_TARGET, ROOT } from '../../scripts/lib/paths.ts';
import { datasetThere } from '../lib/environment.ts';
import { bundleForDawn, dawnFile } from './bundle.ts';

const LIMIT_BYTES = 64 * 2 ** 20;
const NAME = 'softmax-live-dawn';
const TARGET = path.join(ROOT, 'bench', 'results');
/** Debian's and Chromium's Vulkan loader; the first that exists is packed, for machines without one. */
const LOADERS = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/chromium/libvulkan.so.1'];

async function pack(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The archive holds the Node that packs it, so it is made on Linux on x64');
  }
  const folder = path.join(ROOT, 'node_modules', '.cache', NAME);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(await bundleForDawn(), path.join(folder, 'bench.mjs'));
  copyFileSync(dawnFile(), path.join(folder, 'dawn.node'));
  copyFileSync(path.join(ROOT, 'bench', 'dawn', 'run.sh'), path.join(folder, 'run.sh'));
  const node = path.join(folder, 'node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  strip(node);
  const loader = LOADERS.find((file) => existsSync(file));
  if (loader !== undefined) {
    mkdirSync(path.join(folder, 'lib'));
    copyFileSync(loader, path.join(folder, 'lib', 'libvulkan.so.1'));
  }
  if (datasetThere() === 'mnist') {
    mkdirSync(path.join(folder, 'mnist'));
    for (const { name } of Object.values(MNIST_FILES)) {
      copyFileSync(path.join(MNIST_TARGET, `${name}.gz`), path.join(folder, 'mnist', `${name}.gz`));
    }
  }
  mkdirSync(TARGET, { recursive: true });
  const archive = path.join(TARGET, `${NAME}.tar.xz`);
  execFileSync('tar', [
    '--create',
    '--file',
    archive,
    '--use-compress-program=xz -6 -T2',
    '-C',
    path.dirname(folder),
    NAME,
  ]);
  const { size } = statSync(archive);
  const mebibytes = (size / 2 ** 20).toFixed(1);
  console.log(`${path.relative(ROOT, archive)}: ${mebibytes} MiB, data ${datasetThere()}`);
  console.log(`There: tar -xf ${NAME}.tar.xz && bash ${NAME}/run.sh`);
  if (size > LIMIT_BYTES) throw new Error(`The archive is ${mebibytes} MiB, more than 64`);
}

/** Removes debugging symbols, if the tool is installed. */
function strip(file: string): void {
  try {
    execFileSync('strip', [file], { stdio: 'ignore' });
  } catch {
    console.log('strip is not installed: Node is packed with its symbols');
  }
}

await pack();
