/** The chosen backend, and the events that describe it. */
import { type ChosenBackend, chooseBackend } from './backends/choose-backend.ts';
import { type EngineEvent, type StartOptions, notStarted } from './engine.ts';

export class ActiveBackend {
  readonly #emit: (event: EngineEvent) => void;
  #chosen: ChosenBackend | null = null;
  #reportedPath = '';

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  get isOpen(): boolean {
    return this.#chosen !== null;
  }

  /** `onLost`: the device is lost, with every tensor on it. */
  async open({ backend, excluded }: StartOptions, onLost: (reason: string) => void): Promise<void> {
    this.#chosen = await chooseBackend(backend, { ...(excluded ? { excluded } : {}), onLost });
  }

  /** Emits the backend and the training path, if the path has changed. */
  report(path: string): void {
    const { backend, device, software, passedOver } = this.#chosen ?? notStarted();
    if (path === this.#reportedPath) return;
    this.#reportedPath = path;
    this.#emit({ type: 'backend', report: { backend, device, software, passedOver, path } });
  }

  /** If the requested backend is not the one in use. */
  warnOfFallback({ backend: requested }: StartOptions): void {
    const { backend, passedOver } = this.#chosen ?? notStarted();
    const miss = passedOver.find((entry) => entry.backend === requested);
    if (requested === 'auto' || !miss) return;
    const params = { requested, used: backend, reason: miss.detail === '' ? miss.why : miss.detail };
    this.#emit({ type: 'notice', notice: { kind: 'warning', code: 'backend-fallback', params } });
  }

  release(): void {
    this.#chosen?.release();
  }
}
