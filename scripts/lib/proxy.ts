/**
 * Requests through the proxy that the environment names. Node's own `fetch` ignores it by default, and always before
 * Node 24 (https://nodejs.org/api/http.html#built-in-proxy-support), so undici makes these requests.
 */
import type { Fetch } from '../../src/engine/data/fetch-bytes.ts';

/** In the order of precedence. npm sets the last two for its scripts, from its own configuration. */
const VARIABLES = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'npm_config_https_proxy',
  'npm_config_proxy',
] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Proxy {
  /** The variable that names it. */
  readonly variable: string;
  readonly url: string;
}

export function proxyIn(env: Environment): Proxy | null {
  const variable = VARIABLES.find((name) => env[name]);
  const address = variable === undefined ? undefined : env[variable]?.trim();
  if (variable === undefined || !address) return null;
  return { variable, url: address.includes('://') ? address : `http://${address}` };
}

/** The proxy's address without its password. */
export function shownProxy({ variable, url }: Proxy): string {
  return `${variable}=${url.replace(/\/\/[^/]*@/, '//')}`;
}

/** Throws if the proxy is none that undici can use, such as one for SOCKS. */
export async function fetchThrough({ url }: Proxy, env: Environment): Promise<Fetch> {
  const undici = await import('undici');
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy: url,
    httpsProxy: url,
    // As other programs do: a tunnel for https only.
    proxyTunnel: false,
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? env['npm_config_noproxy'] ?? '',
  });
  // The DOM's types declare the same interfaces in another way.
  const fetchBy = undici.fetch as unknown as (url: string, init: object) => Promise<Response>;
  return (address, init) => fetchBy(address, { ...init, dispatcher });
}
