import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StaticHost, openStaticHost } from './static-host.ts';

const PAGE = `<!doctype html><title>${'A page. '.repeat(50)}</title>`;

function site(html: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'static-host-'));
  writeFileSync(path.join(folder, 'index.html'), html);
  writeFileSync(path.join(folder, 'data.gz'), gzipSync('data'));
  return folder;
}

let host: StaticHost;
const [first, second] = [site(PAGE), site('<!doctype html>')];

beforeAll(async () => {
  host = await openStaticHost({ files: first, folder: '/blog/' });
});
afterAll(async () => {
  await host.close();
  for (const folder of [first, second]) rmSync(folder, { recursive: true });
});

describe('a static host', () => {
  it('sends text packed and counts the bytes on the wire', async () => {
    const response = await fetch(host.address);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.text()).toBe(PAGE);
    const [sent] = host.takeSent();
    expect(sent).toMatchObject({ name: 'index.html', status: 200 });
    expect(sent?.bytes).toBeLessThan(PAGE.length / 2);
    expect(host.takeSent()).toEqual([]);
  });

  it('sends packed files unchanged', async () => {
    const response = await fetch(`${host.address}data.gz`);
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(Buffer.from(await response.arrayBuffer())).toEqual(gzipSync('data'));
  });

  it('answers 304 without a body to a matching tag', async () => {
    const tag = (await fetch(host.address)).headers.get('etag') ?? '';
    host.takeSent();
    const response = await fetch(host.address, { headers: { 'if-none-match': tag } });
    expect(response.status).toBe(304);
    expect(host.takeSent()).toEqual([{ name: 'index.html', status: 304, bytes: 0 }]);
  });

  it('answers the given names with HTML until it is given others', async () => {
    host.answerHtml(/^data/);
    const response = await fetch(`${host.address}data.gz`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<!doctype html>');
    host.answerHtml(/^none$/);
    expect(Buffer.from(await (await fetch(`${host.address}data.gz`)).arrayBuffer())).toEqual(gzipSync('data'));
  });

  it('answers 404 outside its folder', async () => {
    const statuses = ['', '../package.json', 'none.js'].map(async (name) => {
      const { status } = await fetch(name === '' ? new URL('/', host.address) : host.address + name);
      return status;
    });
    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
  });

  it('serves another folder after replace', async () => {
    host.replace(second);
    expect(await (await fetch(host.address)).text()).toBe('<!doctype html>');
  });
});
