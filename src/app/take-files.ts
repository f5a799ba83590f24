/** Files that are dropped on the page or pasted into it. Their content decides where they go, not their names. */
import { useCallback } from 'react';
import { type FileKind, holdsWeights, kindOf } from '../core/file-kind.ts';
import { loadWeightsFile, useWeightsAccepted } from '../features/checkpoints/load-weights-file.ts';
import { usePicturesAccepted, useShowPicture } from '../features/drawing/use-picture.ts';
import { useSession } from '../store/session.ts';

/** More than these are not looked at. */
const MAX_FILES = 20;

/** Takes one file: weights if there are any, else an image, else the first, which is refused by its kind. */
export function useTakeFiles(): (files: readonly File[]) => void {
  const session = useSession();
  const showPicture = useShowPicture();
  const pictures = usePicturesAccepted();
  const weights = useWeightsAccepted();
  return useCallback(
    (files) => {
      session.attempt(async () => {
        const chosen = await choose(files);
        if (!chosen) return;
        const { file, kind } = chosen;
        if (holdsWeights(kind) ? !weights : !pictures)
          session.notify({ kind: 'info', code: 'file-unwanted', params: { name: file.name } });
        else if (holdsWeights(kind)) await loadWeightsFile(session, file);
        else showPicture(file);
      });
    },
    [session, showPicture, pictures, weights],
  );
}

interface KnownFile {
  readonly file: File;
  readonly kind: FileKind;
}

async function choose(files: readonly File[]): Promise<KnownFile | undefined> {
  const known = await Promise.all(files.slice(0, MAX_FILES).map(recognised));
  return (
    known.find(({ kind }) => kind === 'safetensors') ??
    known.find(({ kind }) => kind === 'image' || kind === 'svg') ??
    known[0]
  );
}

async function recognised(file: File): Promise<KnownFile> {
  try {
    return { file, kind: await kindOf(file) };
  } catch {
    // A folder, or a file that is gone: whatever takes it says that it can't be read.
    return { file, kind: 'unknown' };
  }
}
