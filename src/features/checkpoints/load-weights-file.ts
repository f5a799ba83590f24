/** Weights from a file of any name, as a notice. */
import { useControlHidden } from '../../components/control.tsx';
import { usePanelShown } from '../../components/visible-panels.ts';
import { kindOf } from '../../core/file-kind.ts';
import { messageOf } from '../../core/message-of.ts';
import { MAX_WEIGHTS_BYTES, type WeightsFault } from '../../core/weights-fault.ts';
import { EngineError } from '../../engine/engine.ts';
import type { Session } from '../../store/session.ts';
import { sizeFault } from './weights-file-facts.ts';

/** Whether the page accepts weights: an embedder can hide the settings or the button. */
export function useWeightsAccepted(): boolean {
  const hidden = useControlHidden('weights-in');
  return usePanelShown('settings') && !hidden;
}

/** A fault of the file becomes a notice. Other errors are thrown. */
export async function loadWeightsFile(session: Pick<Session, 'importWeights' | 'notify'>, file: File): Promise<void> {
  const refuse = (fault: WeightsFault): void =>
    session.notify({ kind: 'error', code: 'weights-invalid', params: { name: file.name, ...fault } });
  const content = await contentOf(file);
  if (!(content instanceof ArrayBuffer)) {
    refuse(content);
    return;
  }
  try {
    await session.importWeights(content, file.name);
  } catch (error) {
    if (!(error instanceof EngineError) || !error.fault) throw error;
    refuse(error.fault);
  }
}

/** A file above the limit is not read. One of another kind is named as such, whatever its size. */
async function contentOf(file: File): Promise<ArrayBuffer | WeightsFault> {
  try {
    const tooLarge = sizeFault(file.size, MAX_WEIGHTS_BYTES);
    if (!tooLarge) return await file.arrayBuffer();
    const kind = await kindOf(file);
    return kind === 'safetensors' || kind === 'unknown'
      ? tooLarge
      : { problem: 'no-safetensors', part: '', found: kind, expected: '' };
  } catch (cause) {
    // A folder, or a file that is gone or lies only in a cloud.
    return { problem: 'unreadable', part: '', found: messageOf(cause), expected: '' };
  }
}
