/** 2×2 maxima and their gradient in WebAssembly, four channels at a time; each function computes one line of results. */
import {
  type Code,
  FunctionBuilder,
  type Local,
  VECTOR_BYTES,
  bump,
  doWhileBelow,
  f32x4,
  get,
  i32,
  set,
} from './wasm-assembler.ts';

interface Window {
  /** Addresses of the four values of a window. */
  readonly corners: readonly Code[];
  /** Address of their maximum. */
  readonly to: Local;
}

/**
 * Adds the parameters `from, line, channels, to, end` (addresses and bytes) and calls `body` for each four channels of
 * each pixel from `to` to `end`.
 */
function overLine(f: FunctionBuilder, body: (window: Window) => Code): void {
  const [from, line, channels] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  const [to, end] = [f.parameter('i32'), f.parameter('i32')];
  const inside = body({
    corners: [
      get(from),
      i32.add(get(from), get(channels)),
      i32.add(get(from), get(line)),
      i32.add(i32.add(get(from), get(line)), get(channels)),
    ],
    to,
  });
  const pixelEnd = f.local('i32');
  f.emit(
    doWhileBelow(to, get(end), [
      ...set(pixelEnd, i32.add(get(to), get(channels))),
      ...doWhileBelow(to, get(pixelEnd), [
        ...inside,
        ...bump(from, i32.const(VECTOR_BYTES)),
        ...bump(to, i32.const(VECTOR_BYTES)),
      ]),
      // Skips the channels of the window's right half, which are done.
      ...bump(from, get(channels)),
    ]),
  );
}

function maxPoolLine(): FunctionBuilder {
  const f = new FunctionBuilder('maxPoolLine');
  overLine(f, ({ corners, to }) => {
    const values = corners.map((corner) => f32x4.load(corner));
    return f32x4.store(
      get(to),
      values.reduce((a, b) => f32x4.max(a, b)),
    );
  });
  return f;
}

/** Two more parameters: the distances in bytes from a value to its gradient, in `from` and in `to`. */
function maxPoolGradientLine(): FunctionBuilder {
  const f = new FunctionBuilder('maxPoolGradientLine');
  const [fromGradient, toGradient] = [f.parameter('i32'), f.parameter('i32')];
  overLine(f, ({ corners, to }) => {
    const [max, gradient, open, hit] = [f.local('v128'), f.local('v128'), f.local('v128'), f.local('v128')];
    return [
      ...set(max, f32x4.load(get(to))),
      ...set(gradient, f32x4.load(i32.add(get(to), get(toGradient)))),
      // All ones where no corner has taken the gradient yet; zero where the ReLU blocks it.
      ...set(open, f32x4.greater(get(max), f32x4.zero)),
      ...corners.flatMap((corner) => [
        ...set(hit, f32x4.and(f32x4.equal(f32x4.load(corner), get(max)), get(open))),
        ...set(open, f32x4.andNot(get(open), get(hit))),
        ...f32x4.store(i32.add(corner, get(fromGradient)), f32x4.and(get(gradient), get(hit))),
      ]),
    ];
  });
  return f;
}

export function poolFunctions(): FunctionBuilder[] {
  return [maxPoolLine(), maxPoolGradientLine()];
}
