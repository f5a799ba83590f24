/**
 * Checks what the service worker keeps and uses. A host may answer any address with another page and status 200: a
 * captive portal before its login, or a host that sends its index.html for every path.
 */

export interface KeptFile {
  /** Relative to the page. */
  readonly url: string;
  /** Start of the content's SHA-256 in hex. For index.html, to which hosts may add: the scripts that it names. */
  readonly mark: string | readonly string[];
}

export interface PrecachedFile extends KeptFile {
  /** Null where the name changes with the content. */
  readonly revision: string | null;
}

/** The files that the service worker keeps. */
export interface Stock {
  readonly precache: readonly PrecachedFile[];
  /** Addresses within `precache`. The page works without these files. */
  readonly optional: readonly string[];
  /** Too large to fetch again with every release: the network decides whether they have changed. */
  readonly weights: readonly KeptFile[];
}

export const MARK_LENGTH = 16;

export async function isFile({ mark }: KeptFile, response: Response): Promise<boolean> {
  if (!response.ok) return false;
  const content = await response.clone().arrayBuffer();
  if (typeof mark === 'string') return (await sha256(content)).startsWith(mark);
  const text = new TextDecoder().decode(content);
  return mark.every((script) => text.includes(script));
}

/** Reads the content only where the type is HTML: hashing every file would delay each visit. */
export async function isLikelyFile(file: KeptFile, response: Response): Promise<boolean> {
  const isHtml = /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
  return !isHtml || isFile(file, response);
}

async function sha256(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Event {
  readonly type: string;
}

export interface PrecacheSetting {
  /** By the address of a request or of a cached copy. */
  readonly fileAt: (address: string) => KeptFile | undefined;
  readonly optional: readonly string[];
  readonly fetch: (request: Request) => Promise<Response>;
  readonly keep: (address: string, response: Response) => Promise<void>;
}

/** Workbox's hooks for files whose content is fixed within a release. */
export function precacheChecks({ fileAt, optional, fetch, keep }: PrecacheSetting) {
  return {
    /** A copy that an earlier release left unchecked is checked when the next release is installed. */
    async cachedResponseWillBeUsed(used: { event: Event; request: Request; cachedResponse?: Response | undefined }) {
      const file = fileAt(used.request.url);
      if (!file || !used.cachedResponse) return used.cachedResponse;
      const isSound = used.event.type === 'install' ? isFile : isLikelyFile;
      return (await isSound(file, used.cachedResponse)) ? used.cachedResponse : undefined;
    },

    async fetchDidSucceed({ event, request, response }: { event: Event; request: Request; response: Response }) {
      const file = fileAt(request.url);
      if (!file) return response;
      let sound = (await isFile(file, response)) ? response : undefined;
      if (!sound && response.ok) {
        // The wrong answer may come from the browser's HTTP cache.
        const again = await fetch(new Request(request, { cache: 'reload' }));
        if (await isFile(file, again)) sound = again;
      }
      if (event.type === 'install') {
        if (!sound) throw new Error(`Not the file of this release: ${request.url}`);
        return sound;
      }
      // Workbox caches during install only. If there is no space, the next visit fetches the file again.
      if (sound) await keep(request.url, sound.clone()).catch(() => undefined);
      return sound ?? response;
    },

    /**
     * Settles the request of a missing optional file, so that the install continues without it. Later the network has
     * the file if the cache fails.
     */
    async handlerDidError({ event, request }: { event: Event; request: Request }) {
      if (event.type !== 'install') return fetch(request);
      const url = fileAt(request.url)?.url;
      return url !== undefined && optional.includes(url) ? Response.error() : undefined;
    },
  };
}

/** Workbox's hooks for the weights: a wrong answer counts as a missing network, and is not kept. */
export function weightsChecks(fileAt: (address: string) => KeptFile | undefined) {
  return {
    async fetchDidSucceed({ request, response }: { request: Request; response: Response }) {
      const file = fileAt(request.url);
      if (file && response.ok && !(await isLikelyFile(file, response)))
        throw new Error(`Not a weights file: ${request.url}`);
      return response;
    },

    async cacheWillUpdate({ request, response }: { request: Request; response: Response }) {
      const file = fileAt(request.url);
      return file && (await isFile(file, response)) ? response : null;
    },

    async cachedResponseWillBeUsed(used: { request: Request; cachedResponse?: Response | undefined }) {
      const file = fileAt(used.request.url);
      if (!file || !used.cachedResponse) return used.cachedResponse;
      return (await isLikelyFile(file, used.cachedResponse)) ? used.cachedResponse : undefined;
    },
  };
}
