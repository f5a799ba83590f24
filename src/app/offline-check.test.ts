import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type KeptFile, MARK_LENGTH, isFile, precacheChecks, weightsChecks } from './offline-check.ts';

const FOLDER = 'https://example.org/blog/softmax-live/';
const CHUNK = 'export const react = 1;';
const PAGE = '<meta name="softmax-live" data-app="./assets/index-1.js" /><script src="./early.js?v=1"></script>';
const PORTAL = '<!doctype html><title>Log in</title>';

const hashed = (url: string, content: string): KeptFile => ({
  url,
  mark: createHash('sha256').update(content).digest('hex').slice(0, MARK_LENGTH),
});
const FILES = [
  hashed('assets/react-1.js', CHUNK),
  hashed('icon.svg', '<svg/>'),
  hashed('weights/mlp.safetensors', 'weights'),
  { url: 'index.html', mark: ['early.js?v=1', 'assets/index-1.js'] },
];
const [chunk, , weights, page] = FILES as [KeptFile, KeptFile, KeptFile, KeptFile];

const fileAt = (address: string) => FILES.find(({ url }) => FOLDER + url === address.replace(/\?.*/, ''));
const requestOf = (url: string) => new Request(FOLDER + url);
const response = (content: string, type: string, status = 200) =>
  new Response(content, { status, headers: { 'content-type': type } });
const script = () => response(CHUNK, 'text/javascript');
const portal = () => response(PORTAL, 'text/html; charset=utf-8');
const weightsOf = (type: string) => response('weights', type);
const INSTALL = { type: 'install' };
const FETCH = { type: 'fetch' };

describe('a file of the release is recognised', () => {
  it('by its hash', async () => {
    expect(await isFile(chunk, script())).toBe(true);
    expect(await isFile(chunk, portal())).toBe(false);
    expect(await isFile(chunk, response(PORTAL, 'text/javascript'))).toBe(false);
    expect(await isFile(chunk, response(CHUNK.slice(0, -1), 'text/javascript'))).toBe(false);
  });

  it('by its scripts, if it is index.html, also where the host adds to it', async () => {
    expect(await isFile(page, response(`${PAGE}<script src="added.js"></script>`, 'text/html'))).toBe(true);
    expect(await isFile(page, portal())).toBe(false);
    expect(await isFile(page, response(PAGE.replace('index-1', 'index-2'), 'text/html'))).toBe(false);
  });

  it('only where the status says that the file exists', async () => {
    expect(await isFile(chunk, response(CHUNK, 'text/javascript', 404))).toBe(false);
  });

  it('without using up the response', async () => {
    const answer = script();
    await isFile(chunk, answer);
    expect(await answer.text()).toBe(CHUNK);
  });
});

/** `answers`: of the host, if it is asked once more. */
function precache(...answers: Response[]) {
  const asked: RequestCache[] = [];
  const kept: string[] = [];
  const checks = precacheChecks({
    fileAt,
    optional: ['icon.svg'],
    fetch: async ({ cache }) => {
      asked.push(cache);
      return answers.shift() ?? Response.error();
    },
    keep: async (address) => void kept.push(address),
  });
  return { checks, asked, kept };
}

describe('a precached file', () => {
  const request = requestOf(chunk.url);

  it('that the host answers with HTML and status 200 fails the install', async () => {
    const { checks, asked } = precache(portal());
    await expect(checks.fetchDidSucceed({ event: INSTALL, request, response: portal() })).rejects.toThrow(chunk.url);
    expect(asked).toEqual(['reload']);
  });

  it('whose wrong answer came from the HTTP cache is fetched once more, past that cache', async () => {
    const { checks, asked } = precache(script());
    const answer = await checks.fetchDidSucceed({ event: INSTALL, request, response: portal() });
    expect(await answer.text()).toBe(CHUNK);
    expect(asked).toEqual(['reload']);
  });

  it('that is right is fetched once', async () => {
    const { checks, asked } = precache();
    expect(await (await checks.fetchDidSucceed({ event: INSTALL, request, response: script() })).text()).toBe(CHUNK);
    expect(asked).toEqual([]);
  });

  it.each([INSTALL, FETCH])('whose kept copy is HTML counts as missing at $type', async (event) => {
    const { checks } = precache();
    expect(await checks.cachedResponseWillBeUsed({ event, request, cachedResponse: portal() })).toBeUndefined();
    const copy = script();
    expect(await checks.cachedResponseWillBeUsed({ event, request, cachedResponse: copy })).toBe(copy);
  });

  it('whose kept copy is cut off counts as missing at the next install', async () => {
    const { checks } = precache();
    const cachedResponse = response(CHUNK.slice(0, -1), 'text/javascript');
    expect(await checks.cachedResponseWillBeUsed({ event: INSTALL, request, cachedResponse })).toBeUndefined();
  });

  it('is hashed at install, not at each visit', async () => {
    const { checks } = precache();
    const digest = vi.spyOn(crypto.subtle, 'digest');
    await checks.cachedResponseWillBeUsed({ event: FETCH, request, cachedResponse: script() });
    expect(digest).not.toHaveBeenCalled();
    await checks.cachedResponseWillBeUsed({ event: INSTALL, request, cachedResponse: script() });
    expect(digest).toHaveBeenCalledOnce();
    digest.mockRestore();
  });

  it('that is fetched again for a page replaces the kept copy only if it is right', async () => {
    const right = precache();
    await right.checks.fetchDidSucceed({ event: FETCH, request, response: script() });
    expect(right.kept).toEqual([request.url]);
    const wrong = precache(portal());
    const answer = await wrong.checks.fetchDidSucceed({ event: FETCH, request, response: portal() });
    expect(await answer.text()).toBe(PORTAL);
    expect(wrong.kept).toEqual([]);
  });

  it('that fails does not fail the install if the page works without it', async () => {
    const { checks } = precache();
    const icon = requestOf('icon.svg');
    expect(await checks.handlerDidError({ event: INSTALL, request: icon })).toBeInstanceOf(Response);
    expect(await checks.handlerDidError({ event: INSTALL, request })).toBeUndefined();
  });

  it('is fetched if the cache fails', async () => {
    const { checks } = precache(script());
    expect(await (await checks.handlerDidError({ event: FETCH, request }))?.text()).toBe(CHUNK);
  });
});

describe('a weights file', () => {
  const checks = weightsChecks(fileAt);
  const request = requestOf(weights.url);

  it('that the host answers with HTML is neither used nor kept', async () => {
    await expect(checks.fetchDidSucceed({ request, response: portal() })).rejects.toThrow(weights.url);
    expect(await checks.cacheWillUpdate({ request, response: portal() })).toBeNull();
    expect(await checks.cachedResponseWillBeUsed({ request, cachedResponse: portal() })).toBeUndefined();
  });

  it('is kept only if it is that of the release', async () => {
    const [own, other] = [weightsOf('application/octet-stream'), response('others', 'application/octet-stream')];
    expect(await checks.cacheWillUpdate({ request, response: own })).toBe(own);
    expect(await checks.cacheWillUpdate({ request, response: other })).toBeNull();
  });

  it('is used whatever type the host gives it, and the page sees the status of a missing one', async () => {
    const [mistyped, missing] = [weightsOf('text/html'), response(PORTAL, 'text/html', 404)];
    expect(await checks.fetchDidSucceed({ request, response: mistyped })).toBe(mistyped);
    expect(await checks.fetchDidSucceed({ request, response: missing })).toBe(missing);
  });
});
