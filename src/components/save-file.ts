import type { Notice } from '../core/notices.ts';
import { downloadDoubt } from './download-doubt.ts';

export interface FileToSave {
  readonly content: BlobPart;
  readonly name: string;
  readonly type: string;
}

/**
 * Saves a file through the browser's download. Where that may fail without an error, `reader` gets a notice.
 */
export function saveFile({ content, name, type }: FileToSave, reader: { notify(notice: Notice): void }): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  const doubt = downloadDoubt();
  if (doubt) reader.notify({ kind: 'info', code: 'download-unsure', params: { doubt } });
  // Safari reads the content after the click; revoking at once would cancel the download.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
