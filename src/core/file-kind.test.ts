import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HEAD_BYTES, type FileKind, holdsWeights, recognise } from './file-kind.ts';

/** Numbers are bytes, texts are Latin-1. */
function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part)))),
  );
}

/** A stored entry of a ZIP archive, as far as it matters: its name, then its content. */
const zip = (...entries: readonly (readonly [name: string, content: string])[]) =>
  bytes(
    ...entries.flatMap(([name, content]) => [
      `PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(name.length)}\0\0\0`,
      name,
      content,
    ]),
  );

const utf8 = (text: string) => new TextEncoder().encode(text);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>';

describe('a file is recognised by its first bytes', () => {
  it.each<[what: string, head: Uint8Array, kind: FileKind]>([
    ['nothing', bytes(), 'empty'],
    ['safetensors', bytes(0x38, 1, 0, 0, 0, 0, 0, 0, '{"l1.weight":'), 'safetensors'],
    ['a PNG', bytes(0x89, 'PNG\r\n\x1a\n'), 'image'],
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image'],
    ['a GIF', bytes('GIF89a'), 'image'],
    ['a WebP', bytes('RIFF\x10\0\0\0WEBPVP8 '), 'image'],
    ['a bitmap', bytes('BM\x46\0\0\0\0\0\0\0\x36\0\0\0(\0\0\0'), 'image'],
    ['a bitmap with colour spaces', bytes('BM\x46\0\0\0\0\0\0\0\x7a\0\0\0l\0\0\0'), 'image'],
    ['an AVIF', bytes('\0\0\0\x20ftypavif\0\0\0\0avifmif1'), 'image'],
    ['an icon', bytes('\0\0\x01\0\x01\0'), 'image'],
    ['a HEIC', bytes('\0\0\0\x24ftypheic\0\0\0\0mif1heic'), 'heic'],
    ['a HEIC of another brand', bytes('\0\0\0\x24ftypmif1\0\0\0\0mif1heic'), 'heic'],
    ['a TIFF', bytes('II*\0\x08\0\0\0'), 'tiff'],
    ['a TIFF of a Mac', bytes('MM\0*\0\0\0\x08'), 'tiff'],
    ['a Photoshop file', bytes('8BPS\0\x01'), 'tiff'],
    ['an MP4', bytes('\0\0\0\x20ftypisom\0\0\x02\0isomiso2'), 'media'],
    ['a QuickTime video', bytes('\0\0\0\x14ftypqt  '), 'media'],
    ['a WAV', bytes('RIFF\x10\0\0\0WAVEfmt '), 'media'],
    ['a PDF', bytes('%PDF-1.7\n'), 'pdf'],
    ['PyTorch’s ZIP', zip(['model/data.pkl', '\x80\x02}q\0.']), 'pytorch'],
    ['PyTorch’s ZIP of another name', zip(['archive/data.pkl', '\x80\x02}q\0.']), 'pytorch'],
    ['PyTorch’s file before 1.6', bytes(0x80, 2, 0x8a, 0x0a, 'l', 0xfc, 0x9c, 'F', 0xf9, ' j'), 'pytorch'],
    ['a pickle', bytes(0x80, 4, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0), 'pickle'],
    ['Keras’s ZIP', zip(['metadata.json', '{"keras_version": "3.4.1"}'], ['config.json', '{}']), 'keras'],
    ['HDF5', bytes(0x89, 'HDF\r\n\x1a\n'), 'hdf5'],
    ['NumPy’s archive', zip(['w1.npy', '\x93NUMPY']), 'npz'],
    ['a NumPy array', bytes(0x93, 'NUMPY\x01\0'), 'npy'],
    ['ONNX from PyTorch', bytes('\x08\x07\x12\x07pytorch\x1a\x052.1.0'), 'onnx'],
    ['ONNX without a producer', bytes('\x08\x08:\x8a\x01'), 'onnx'],
    ['a SavedModel', bytes('\x08\x01\x12', 0xac, 0x92, 0x31, '\n\x10'), 'tensorflow'],
    ['a frozen graph', bytes('\n\x30\n\x05input\x12\x0bPlaceholder'), 'tensorflow'],
    ['TensorFlow Lite', bytes('\x1c\0\0\0TFL3'), 'tflite'],
    ['GGUF', bytes('GGUF\x03\0\0\0'), 'gguf'],
    ['a pointer of Git LFS', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:'), 'lfs'],
    ['MNIST’s images', bytes(0, 0, 8, 3, 0, 0, 0xea, 0x60), 'idx'],
    ['MNIST’s labels', bytes(0, 0, 8, 1, 0, 0, 0xea, 0x60), 'idx'],
    ['a ZIP of anything', zip(['notes.txt', 'notes']), 'archive'],
    ['gzip', new Uint8Array(gzipSync('anything')), 'archive'],
    ['tar', bytes('a.txt', '\0'.repeat(252), 'ustar'), 'archive'],
    ['an SVG', utf8(SVG), 'svg'],
    [
      'an SVG after a declaration, a comment and a document type',
      utf8(
        `\uFEFF<?xml version="1.0"?>\n<!-- a > b --><!-- c -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN">${SVG}`,
      ),
      'svg',
    ],
    ['an SVG with a prefix', utf8('<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>'), 'svg'],
    ['an SVG in UTF-16', bytes(0xff, 0xfe, Buffer.from(SVG, 'utf16le').toString('latin1')), 'svg'],
    ['a web page', utf8('\n<!DOCTYPE html>\n<html>'), 'html'],
    ['a web page without a document type', utf8('<!-- saved --><HTML lang="en">'), 'html'],
    ['a web page with an SVG in it', utf8(`<html><body>${SVG}`), 'html'],
    ['JSON', utf8('{"l1.weight": [[0.1]]}'), 'json'],
    ['a list in JSON', utf8('[[0.1, -2]]'), 'json'],
    ['text', utf8('Dear network,\n\t7'), 'text'],
    ['Korean text', utf8('숫자 7'), 'text'],
    ['text that begins like a bitmap', utf8('BMW, Audi and other cars on the road'), 'text'],
    ['bytes without a sign', new Uint8Array(deflateSync('anything')).subarray(2), 'unknown'],
    ['zeros', new Uint8Array(64), 'unknown'],
  ])('%s', (_, head, kind) => {
    expect(recognise(head)).toBe(kind);
    expect(recognise(Uint8Array.from([...head, ...new Uint8Array(HEAD_BYTES).fill(head.length > 0 ? 32 : 0)]))).toBe(
      kind === 'empty' ? 'unknown' : kind,
    );
  });

  it.each([0x280, 0x480, 0x8b1f, 0x4d42, 0x10000])('safetensors with a header of %d bytes', (length) => {
    const head = new Uint8Array(9);
    new DataView(head.buffer).setUint32(0, length, true);
    head[8] = 0x7b;
    expect(recognise(head)).toBe('safetensors');
  });

  it('however many comments precede the first element', () => {
    expect(recognise(utf8(`${'<!---->'.repeat(2000)}${SVG}`))).toBe('svg');
    expect(recognise(utf8('<!--'.repeat(5000)))).toBe('text');
  });

  it('as weights where it can hold a network', () => {
    expect((['safetensors', 'pytorch', 'onnx', 'lfs'] as const).every(holdsWeights)).toBe(true);
    expect((['image', 'pdf', 'archive', 'text', 'unknown'] as const).some(holdsWeights)).toBe(false);
  });
});
