/** Finds and reads MNIST's files in a folder of any usual layout. */
import { statSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../src/core/message-of.ts';
import type { IdxFile } from '../../src/engine/data/mnist-files.ts';

/** The folder itself, and the subfolders of torchvision. */
const SUBFOLDERS = ['', 'MNIST/raw', 'raw'] as const;

/** Gives the uncompressed file, or null if the bytes are not the one that is wanted. */
export type Verify = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array | null>;

/** Path of the file `name` (raw or gzipped) in or under `folder`; null if it is missing. */
export function findMnistFile(folder: string, name: string, isFile = isFileOnDisk): string | null {
  return mnistPaths(folder, name).find((file) => isFile(file)) ?? null;
}

/** The folder that MNIST_DIR names. */
export class MnistFolder {
  readonly #path: string;
  readonly #problems: string[] = [];
  /** Undefined until it is first needed. */
  #usable: boolean | undefined;

  /** `folder`: undefined or empty for none. */
  constructor(folder: string | undefined) {
    this.#path = folder ?? '';
  }

  /** A sentence for each file that can't be had, or one for the folder: what is wrong, and what to do. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The uncompressed file; null if the folder has none that is sound. */
  async get(file: IdxFile, verified: Verify): Promise<Uint8Array | null> {
    this.#usable ??= await this.#isUsable();
    if (!this.#usable) return null;
    let problem = '';
    let emptyFolder = '';
    for (const candidate of mnistPaths(this.#path, file.name)) {
      try {
        const content = await verified(await readFile(candidate));
        if (content) return content;
        problem ||= `${candidate} is damaged, or not MNIST's: its SHA-256 is wrong. Copy or download it again.`;
      } catch (error) {
        const code = codeOf(error);
        if (code === 'EISDIR')
          emptyFolder ||= `${candidate} can't be read (EISDIR: a folder without that file in it). Put it there.`;
        else if (code !== 'ENOENT' && code !== 'ENOTDIR') problem ||= unreadable(candidate, error);
      }
    }
    const missing = `${path.resolve(this.#path)} has no ${file.name}, neither raw nor as .gz. Put it there.`;
    this.#problems.push(`MNIST_DIR: ${problem || emptyFolder || missing}`);
    return null;
  }

  async #isUsable(): Promise<boolean> {
    if (this.#path === '') return false;
    try {
      await readdir(this.#path);
      return true;
    } catch (error) {
      this.#problems.push(`MNIST_DIR: ${problemOfFolder(path.resolve(this.#path), codeOf(error), error)}`);
      return false;
    }
  }
}

function problemOfFolder(folder: string, code: unknown, error: unknown): string {
  if (code === 'ENOENT') return `${folder} does not exist. Set MNIST_DIR to the folder with MNIST's four files.`;
  if (code === 'ENOTDIR') return `${folder} is a file. Set MNIST_DIR to the folder that it is in.`;
  return unreadable(folder, error);
}

function unreadable(file: string, error: unknown): string {
  return `${file} can't be read (${messageOf(error)}). Allow reading it, or copy it again.`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Where the file may be, the most usual place first. Some of the paths are folders in one layout, files in another. */
function mnistPaths(folder: string, name: string): readonly string[] {
  // Some copies write `train-images.idx3-ubyte`.
  const dotted = name.replace('-idx', '.idx');
  const names = [`${name}.gz`, name, `${dotted}.gz`, dotted];
  // Kaggle's copies have each file in a folder of the same name.
  const inFolders = names.flatMap((own) => names.map((file) => path.join(own, file)));
  return SUBFOLDERS.flatMap((subfolder) => [...names, ...inFolders].map((file) => path.join(folder, subfolder, file)));
}

function isFileOnDisk(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
