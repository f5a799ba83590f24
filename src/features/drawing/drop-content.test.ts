import { describe, expect, it } from 'vitest';
import { dropContent, isAnswered, nameOf } from './drop-content.ts';

const OWN = 'https://softmax.example';
const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';

interface Dropped {
  readonly files?: readonly File[];
  readonly folders?: readonly string[];
  readonly data?: Readonly<Record<string, string>>;
  readonly types?: readonly string[];
}

function contentOf({ files = [], folders = [], data = {}, types = Object.keys(data) }: Dropped, origin = OWN) {
  const all = [...folders.map((name) => new File([], name)), ...files];
  const items = all.map(({ name }, i) => ({
    kind: 'file',
    webkitGetAsEntry: () => ({ isDirectory: i < folders.length, name }),
  }));
  const transfer = {
    types: all.length > 0 ? ['Files', ...types] : types,
    files: all,
    items,
    getData: (type: string) => data[type] ?? '',
  };
  // Only the browser can make a DataTransfer.
  return dropContent(transfer as unknown as DataTransfer, origin);
}

const digit = new File(['pixels'], 'digit.png', { type: 'image/png' });
const unknown = new File(['pixels'], 'digit');

describe('of a drop', () => {
  it('files are taken, of any name and type, and folders beside them left', () => {
    const files = [unknown, digit];
    expect(contentOf({ files })).toEqual({ kind: 'files', files });
    expect(contentOf({ files, folders: ['digits'] })).toEqual({ kind: 'files', files });
  });

  it('a folder alone is named', () => {
    expect(contentOf({ folders: ['digits', 'more'] })).toEqual({ kind: 'folder', name: 'digits' });
  });

  it.each([
    ['a picture', { 'text/html': `<meta charset="utf-8"><img alt="7" src="${PIXEL}">` }, PIXEL],
    ['a picture without quotes', { 'text/html': `<IMG src=${PIXEL} alt=7>` }, PIXEL],
    [
      'a picture of the page’s own site',
      { 'text/html': `<img src='${OWN}/7.png?a=1&amp;b=2'>` },
      `${OWN}/7.png?a=1&b=2`,
    ],
    [
      'an own picture in a foreign link',
      { 'text/uri-list': 'https://a.example', 'text/html': `<a><img src="${PIXEL}"></a>` },
      PIXEL,
    ],
    ['an address after a comment', { 'text/uri-list': `# 7\r\n${OWN}/7.png\r\n` }, `${OWN}/7.png`],
    ['Firefox’s address with title', { 'text/x-moz-url': `${OWN}/7.png\nSeven` }, `${OWN}/7.png`],
    ['an own blob', { 'text/uri-list': `blob:${OWN}/0a1b` }, `blob:${OWN}/0a1b`],
  ])('%s is read at its address', (_, data: Record<string, string>, address) => {
    const content = contentOf({ data });
    expect(content.kind === 'picture' && content.source instanceof URL && content.source.href).toBe(address);
  });

  it.each<readonly [string, Dropped]>([
    ['a picture of another site', { data: { 'text/html': '<img src="https://a.example/7.png">' } }],
    ['a link', { data: { 'text/uri-list': 'https://a.example/', 'text/plain': 'https://a.example/' } }],
    ['another site’s blob', { data: { 'text/uri-list': 'blob:https://a.example/0a1b' } }],
    ['a local address', { data: { 'text/uri-list': 'file:///7.png' } }],
    ['a script', { data: { 'text/uri-list': 'javascript:alert(1)' } }],
    ['a file that the browser withholds', { types: ['Files'] }],
  ])('%s is elsewhere', (_, dropped) => {
    expect(contentOf(dropped).kind).toBe('elsewhere');
  });

  it.each([
    ['text', { 'text/plain': 'https://a.example/' }],
    ['text with markup', { 'text/html': '<b data-src="x">7</b>', 'text/plain': '7' }],
    ['a relative address', { 'text/html': '<img src="7.png">' }],
    ['nothing', {}],
  ])('%s is ignored', (_, data: Record<string, string>) => {
    expect(contentOf({ data }).kind).toBe('nothing');
  });

  it.each([
    [PIXEL, 'picture'],
    [`${OWN}/7.png`, 'elsewhere'],
    ['file:///7.png', 'elsewhere'],
  ])('%s in a frame without an origin is %s', (address, kind) => {
    expect(contentOf({ data: { 'text/uri-list': address } }, 'null').kind).toBe(kind);
  });
});

it('links and pictures are answered, text is not', () => {
  expect([['Files'], ['text/uri-list'], ['text/x-moz-url'], ['text/plain', 'text/html']].every(isAnswered)).toBe(true);
  expect(isAnswered(['text/plain'])).toBe(false);
});

it.each([
  [`${OWN}/a/seven%201.png?x#y`, 'seven 1.png'],
  [`${OWN}/`, 'image'],
  [`${OWN}/%E0%A4%A`, '%E0%A4%A'],
  [PIXEL, 'image.png'],
  ['data:image/svg+xml,<svg/>', 'image.svg'],
  ['data:,7', 'image.png'],
])('the picture at %s has the name %s', (address, name) => {
  expect(nameOf(new URL(address))).toBe(name);
});
