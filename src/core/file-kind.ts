/**
 * What a file is, by its first bytes. Names and MIME types are often wrong, and phones leave them out. The rest of the
 * file may still be damaged.
 */

export type FileKind =
  | 'empty'
  /** Weights: of the page's own kind, or to be converted. */
  | 'safetensors'
  | 'pytorch'
  | 'pickle'
  | 'keras'
  | 'hdf5'
  | 'npz'
  | 'npy'
  | 'onnx'
  | 'tensorflow'
  | 'tflite'
  | 'gguf'
  /** A few lines of text in place of a large file that Git LFS has not fetched. */
  | 'lfs'
  /** Images that every browser reads, and images that few read. */
  | 'image'
  | 'svg'
  | 'heic'
  | 'tiff'
  /** Neither weights nor an image. */
  | 'media'
  | 'pdf'
  | 'archive'
  | 'idx'
  | 'html'
  | 'json'
  | 'text'
  | 'unknown';

/** What a weights file can turn out to be; an empty one is only too short. */
export type ForeignKind = Exclude<FileKind, 'empty'>;

/** Enough of a file for `recognise`. */
export const HEAD_BYTES = 16 * 1024;

/** `head`: the first bytes of a file, at most `HEAD_BYTES` of which are read. Never throws. */
export function recognise(head: Uint8Array): FileKind {
  const bytes = head.subarray(0, HEAD_BYTES);
  if (bytes.length === 0) return 'empty';
  const [signed] = SIGNATURES.find(([, start, at]) => startsWith(bytes, start, at)) ?? [];
  if (signed) return startsWith(bytes, ZIP) ? zipKind(latin1(bytes)) : signed;
  return isoMediaKind(bytes) ?? protobufKind(bytes) ?? textKind(bytes) ?? 'unknown';
}

/** Rejects where the browser can't read the file, such as a folder. */
export async function kindOf(file: Blob): Promise<FileKind> {
  return recognise(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
}

/** Whether a file of this kind holds weights, for this page or for another program. */
export function holdsWeights(kind: FileKind): boolean {
  return WEIGHTS.has(kind);
}

const WEIGHTS: ReadonlySet<FileKind> = new Set<FileKind>([
  'safetensors',
  'pytorch',
  'pickle',
  'keras',
  'hdf5',
  'npz',
  'npy',
  'onnx',
  'tensorflow',
  'tflite',
  'gguf',
  'lfs',
]);

const ZIP = 'PK\u0003\u0004';

/** Positions and first bytes, as Latin-1; `?` is any byte. Where one is the start of another, the longer one is first. */
const SIGNATURES: readonly (readonly [kind: FileKind, start: string, at?: number])[] = [
  // The length of a JSON header, which is below four gigabytes, then its bracket. Its first bytes may be any.
  ['safetensors', '????\0\0\0\0{'],
  ['image', '\u0089PNG'],
  ['image', '\u00ff\u00d8\u00ff'],
  ['image', 'GIF8'],
  ['image', 'RIFF????WEBP'],
  ['image', '\0\0\u0001\0'],
  // A bitmap with the length of its second header: "BM" alone may begin a text.
  ['image', 'BM????????????(\0\0\0'],
  ['image', 'BM????????????l\0\0\0'],
  ['image', 'BM????????????|\0\0\0'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['tiff', '8BPS'],
  ['tiff', '\u00ff\u000a'],
  ['tiff', '????JXL '],
  ['tiff', '????jP  '],
  ['media', 'RIFF'],
  ['media', 'OggS'],
  ['media', 'ID3'],
  ['media', '\u001aE\u00df\u00a3'],
  ['pdf', '%PDF'],
  // The number with which PyTorch's files before version 1.6 begin.
  ['pytorch', '\u0080\u0002\u008a\u000a\u006c\u00fc\u009c\u0046\u00f9'],
  ['pickle', '\u0080\u0002'],
  ['pickle', '\u0080\u0003'],
  ['pickle', '\u0080\u0004'],
  ['pickle', '\u0080\u0005'],
  ['hdf5', '\u0089HDF'],
  ['npy', '\u0093NUMPY'],
  ['gguf', 'GGUF'],
  ['tflite', '????TFL3'],
  ['lfs', 'version https://git-lfs.'],
  ['idx', '\0\0\u0008\u0001'],
  ['idx', '\0\0\u0008\u0003'],
  ['archive', ZIP],
  ['archive', '\u001f\u008b'],
  ['archive', 'BZh'],
  ['archive', '\u00fd7zXZ'],
  ['archive', '7z\u00bc\u00af'],
  ['archive', 'Rar!'],
  ['archive', '(\u00b5/\u00fd'],
  ['archive', 'ustar', 257],
];

function startsWith(bytes: Uint8Array, start: string, at = 0): boolean {
  return Array.from(start).every((char, i) => char === '?' || bytes[at + i] === char.charCodeAt(0));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** The names of an archive's files stand before their contents. */
function zipKind(head: string): FileKind {
  if (head.includes('/data.pkl')) return 'pytorch';
  if (head.includes('keras_version') || head.includes('model.weights.h5')) return 'keras';
  return head.includes('.npy') ? 'npz' : 'archive';
}

/** ISO base media files: images of phones, and videos. */
function isoMediaKind(bytes: Uint8Array): FileKind | undefined {
  if (!startsWith(bytes, '????ftyp')) return undefined;
  const brands = latin1(bytes.subarray(8, 64));
  if (/avi[fs]/u.test(brands)) return 'image';
  return /hei[cmsx]|hev[cx]|mif1|msf1/u.test(brands) ? 'heic' : 'media';
}

/** The tags of fields 1 (a number) and 2 (a text or a message). */
const VERSION = 0x08;
const NESTED = 0x12;
/** The fields that can follow the version of an ONNX model: producer, domain, own version, notes, graph, operators. */
const ONNX_FIELDS: ReadonlySet<number> = new Set([NESTED, 0x22, 0x28, 0x32, 0x3a, 0x42]);

/** The operation of a first node in a TensorFlow graph, after its tag and length. */
const GRAPH_NODES = ['\u0012\u000bPlaceholder', '\u0012\u0005Const'];

/** Protocol buffers. ONNX models and TensorFlow's SavedModel begin with a small version number. */
function protobufKind(bytes: Uint8Array): FileKind | undefined {
  const [field, version = 0, next = 0] = bytes;
  if (field === 0x0a && GRAPH_NODES.some((node) => latin1(bytes).includes(node))) return 'tensorflow';
  if (field !== VERSION || version === 0 || version > 0x1f || !ONNX_FIELDS.has(next)) return undefined;
  if (next !== NESTED) return 'onnx';
  // After the length, in bytes of seven bits: the name of a producer, or the first field of a message.
  const lengthEnd = bytes.findIndex((byte, i) => i >= 3 && byte < 0x80);
  if ((bytes[lengthEnd + 1] ?? 0) >= 0x20) return 'onnx';
  return version === 1 ? 'tensorflow' : undefined;
}

/** Undefined where there are control characters, as no text has them. */
function textKind(bytes: Uint8Array): FileKind | undefined {
  const text = decodeText(bytes);
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  if (/[\0-\u0008\u000e-\u001a\u001c-\u001f]/u.test(text)) return undefined;
  const start = withoutProlog(text);
  if (/^<(?:!doctype\s+)?(?:[\w-]+:)?svg[\s>/[]/iu.test(start)) return 'svg';
  if (/^<(?:!doctype\s+html|html|head|body|title|meta|script|div|p|h\d|table)\b/iu.test(start)) return 'html';
  return /^(?:\{\s*["}]|\[\s*["{[\]\d-])/u.test(start) ? 'json' : 'text';
}

/** The byte order mark decides; without one, any encoding keeps ASCII's characters. */
function decodeText(bytes: Uint8Array): string {
  if (startsWith(bytes, '\u00ff\u00fe')) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, '\u00fe\u00ff')) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** Without leading blanks, XML declarations and comments. One at a time: as one pattern it could take for ever. */
function withoutProlog(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith('<!--') ? '-->' : rest.startsWith('<?') ? '?>' : null;
    const at = end === null ? -1 : rest.indexOf(end);
    if (end === null || at < 0) return rest;
    rest = rest.slice(at + end.length).trimStart();
  }
}
