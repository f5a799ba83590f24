/** Where MNIST's files lie in a folder that someone else has laid out. */
import path from 'node:path';

/** The folder itself, and what torchvision makes of the folder it is given. */
const SUBFOLDERS = ['', 'MNIST/raw', 'raw'] as const;

/** Path of the file called `name` (raw or gzipped) in or under `folder`; null if it isn't there. */
export function findMnistFile(folder: string, name: string, exists: (file: string) => boolean): string | null {
  // Some copies write `train-images.idx3-ubyte`.
  const dotted = name.replace('-idx', '.idx');
  const candidates = SUBFOLDERS.flatMap((subfolder) =>
    [`${name}.gz`, name, `${dotted}.gz`, dotted].map((file) => path.join(folder, subfolder, file)),
  );
  return candidates.find((file) => exists(file)) ?? null;
}
