/**
 * The size in an image file's header, read before decoding: a file of a few hundred bytes can decode to gigabytes.
 * Formats: PNG 3rd edition §11.2.1, GIF89a §18, ITU-T T.81 §B.2.2, WebP container (RFC 9649), BITMAPINFOHEADER.
 */
import { PICTURE_SIDE } from './picture-limits.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Null for unknown formats and truncated headers. Never throws. */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return bytes.length < 24 ? null : sizeAt(view, 16);
  if (isText(bytes, 0, 'GIF8'))
    return bytes.length < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (startsWith(bytes, [0xff, 0xd8])) return jpegSize(view);
  if (isText(bytes, 0, 'RIFF') && isText(bytes, 8, 'WEBP')) return webpSize(bytes, view);
  if (isText(bytes, 0, 'BM') && bytes.length >= 26)
    // A negative height means that rows start at the top.
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  return null;
}

function sizeAt(view: DataView, at: number): PictureSize {
  return { width: view.getUint32(at), height: view.getUint32(at + 4) };
}

/** Walks the segments up to the frame header. */
function jpegSize(view: DataView): PictureSize | null {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Fill bytes, then markers without a length.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (isFrameHeader(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
}

/** SOF0 to SOF15, without the three markers in that range that are tables. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function webpSize(bytes: Uint8Array, view: DataView): PictureSize | null {
  if (bytes.length < 30) return null;
  if (isText(bytes, 12, 'VP8X')) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (isText(bytes, 12, 'VP8 '))
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (!isText(bytes, 12, 'VP8L')) return null;
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

function isText(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text, (char) => char.charCodeAt(0)).every((code, i) => bytes[at + i] === code);
}

/** With more references than this, nested ones can multiply to millions of elements. */
const MAX_REFERENCES = 30;

const COMMENT = /<!--[\s\S]*?-->/g;
const SVG_ROOT = /<(?:\w+:)?svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/;
/** What browsers take where neither a size nor a view box is given. */
const SVG_DEFAULT = { width: 300, height: 150 } as const;

/** The SVG with a width and a height: its own, or those of its view box, enlarged to the size that is read. */
export function svgWithSize(svg: string): string {
  const text = svg.replaceAll(COMMENT, '');
  const root = SVG_ROOT.exec(text)?.[0];
  if (root === undefined || (hasLength(root, 'width') && hasLength(root, 'height'))) return svg;
  const box =
    attribute(root, 'viewBox')
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? [];
  const [, , across = 0, down = 0] = box;
  const { width, height } = across > 0 && down > 0 ? { width: across, height: down } : SVG_DEFAULT;
  const scale = PICTURE_SIDE / Math.max(width, height);
  const sized = root
    .replaceAll(/\s(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    .replace(/(?=\/?>$)/, ` width="${width * scale}" height="${height * scale}"`);
  return text.replace(SVG_ROOT, () => sized);
}

/** Whether the attribute is a length of its own, not a share of what surrounds the image. */
function hasLength(tag: string, name: string): boolean {
  const value = attribute(tag, name) ?? '';
  return /\d/.test(value) && !value.includes('%');
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found?.[1] ?? found?.[2];
}

/** Whether drawing this SVG could take practically forever. The browser ignores its scripts and external addresses. */
export function isSvgBomb(svg: string): boolean {
  return /<!ENTITY/i.test(svg) || (svg.match(/<(?:\w+:)?use\b|url\(/gi)?.length ?? 0) > MAX_REFERENCES;
}
