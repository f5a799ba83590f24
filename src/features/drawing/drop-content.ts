/**
 * What a drop holds: files, or the address of a picture that was dragged in from a page. The page makes no
 * requests to other sites, so it reads only addresses that contain the picture and its own site's.
 */

export type DropContent =
  | { readonly kind: 'files'; readonly files: readonly File[] }
  | { readonly kind: 'picture'; readonly source: URL }
  | { readonly kind: 'folder'; readonly name: string }
  /** A picture or a link of another site, or a file that the browser doesn't hand over. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'nothing' };

type Transfer = Pick<DataTransfer, 'types' | 'files' | 'items' | 'getData'>;

/** Drags that get an answer when they are dropped. */
const ANSWERED = new Set(['Files', 'text/uri-list', 'text/x-moz-url', 'text/html']);

export function isAnswered(types: readonly string[]): boolean {
  return types.some((type) => ANSWERED.has(type));
}

/** Call it during the drop event. `origin`: the page's own. */
export function dropContent(transfer: Transfer, origin: string): DropContent {
  const folders = foldersIn(transfer);
  const files = [...transfer.files].filter(({ name }) => !folders.has(name));
  if (files.length > 0) return { kind: 'files', files };
  const [folder] = folders;
  if (folder !== undefined) return { kind: 'folder', name: folder };
  const address = addressIn(transfer);
  if (address && isReadable(address, origin)) return { kind: 'picture', source: address };
  return { kind: address || transfer.types.includes('Files') ? 'elsewhere' : 'nothing' };
}

/** Names of folders. Browsers give them as files that can't be read. */
function foldersIn({ items }: Transfer): ReadonlySet<string> {
  const entries = [...items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  return new Set(entries.flatMap((entry) => (entry?.isDirectory === true ? [entry.name] : [])));
}

/** The picture's own address rather than that of a link around it. */
function addressIn(transfer: Transfer): URL | null {
  const links = transfer.getData('text/uri-list').split(/\r?\n/);
  return (
    parsed(pictureIn(transfer.getData('text/html'))) ??
    parsed(links.find((line) => !line.startsWith('#'))) ??
    // Firefox: the address, then the title.
    parsed(transfer.getData('text/x-moz-url').split('\n')[0])
  );
}

function pictureIn(html: string): string | undefined {
  const [, ...sources] = /<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(html) ?? [];
  return sources.find((source) => source !== undefined)?.replaceAll('&amp;', '&');
}

function parsed(address: string | undefined): URL | null {
  try {
    return new URL(address ?? '');
  } catch {
    return null;
  }
}

function isReadable({ protocol, origin }: URL, own: string): boolean {
  return protocol === 'data:' || (['http:', 'https:', 'blob:'].includes(protocol) && origin === own);
}

/** `image.png` for a picture that its address contains. */
export function nameOf({ protocol, pathname }: URL): string {
  if (protocol === 'data:') return `image.${/^image\/([a-z]+)/.exec(pathname)?.[1] ?? 'png'}`;
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name) || 'image';
  } catch {
    return name;
  }
}
