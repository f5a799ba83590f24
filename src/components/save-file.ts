import { inSandbox } from '../core/sandbox.ts';
import type { Notice } from '../core/notices.ts';

export interface FileToSave {
  readonly content: BlobPart;
  readonly name: string;
  readonly type: string;
}

/**
 * Hands a file to the browser to be saved under its name. A frame in a sandbox may not be allowed to save any, and no
 * browser says so: there the reader is told what it would mean if nothing came.
 */
export function saveFile({ content, name, type }: FileToSave, reader: { notify(notice: Notice): void }): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  if (inSandbox()) reader.notify({ kind: 'info', code: 'download-unsure', params: {} });
  // The browser takes the content over a moment after the click; revoking at once would cancel it in Safari.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
