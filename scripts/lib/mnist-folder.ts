/** Finds MNIST's files in a folder of any usual layout. */
import path from 'node:path';

/** The folder itself, and the subfolders of torchvision. */
const SUBFOLDERS = ['', 'MNIST/raw', 'raw'] as const;

/** Path of the file `name` (raw or gzipped) in or under `folder`; null if it is missing. */
export function findMnistFile(folder: string, name: string, exists: (file: string) => boolean): string | null {
  // Some copies write `train-images.idx3-ubyte`.
  const dotted = name.replace('-idx', '.idx');
  const candidates = SUBFOLDERS.flatMap((subfolder) =>
    [`${name}.gz`, name, `${dotted}.gz`, dotted].map((file) => path.join(folder, subfolder, file)),
  );
  return candidates.find((file) => exists(file)) ?? null;
}
