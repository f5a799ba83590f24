/** The four files of MNIST: names, counts, checksums, and public mirrors. Shared with the Node scripts. */

export type IdxKind = 'images' | 'labels';

export interface IdxFile {
  /** Without `.gz`. */
  readonly name: string;
  readonly kind: IdxKind;
  /** Images or labels in it. */
  readonly count: number;
  /** Of the uncompressed file, hexadecimal. */
  readonly sha256: string;
}

export interface IdxFiles {
  readonly trainImages: IdxFile;
  readonly trainLabels: IdxFile;
  readonly testImages: IdxFile;
  readonly testLabels: IdxFile;
}

/** All four, in the order in which they are read. */
export function inReadingOrder(files: IdxFiles): readonly IdxFile[] {
  return [files.trainLabels, files.trainImages, files.testLabels, files.testImages];
}

export const MNIST_FILES: IdxFiles = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    kind: 'images',
    count: 60_000,
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    kind: 'labels',
    count: 60_000,
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    kind: 'images',
    count: 10_000,
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    kind: 'labels',
    count: 10_000,
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
};

/** The page can use it: it allows cross-origin reads. */
export const CORS_MIRROR = 'https://cdn.jsdelivr.net/gh/fgnt/mnist/';

/** For the scripts, in the order in which they try them. */
export const MIRRORS = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  CORS_MIRROR,
] as const;
