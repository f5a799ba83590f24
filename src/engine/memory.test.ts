import { expect, it } from 'vitest';
import { EngineError } from './engine.ts';
import { isOutOfMemory, orMemoryError } from './memory.ts';

it.each([
  new RangeError('Array buffer allocation failed'),
  new RangeError('WebAssembly.Memory(): could not allocate memory'),
  new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded: failed to allocate'),
  new RangeError('Invalid typed array length: 99999999999'),
  new RangeError('Out of memory'),
  Object.assign(new Error('allocation size overflow'), { name: 'InternalError' }),
  new Error('The data set: Out of memory (GPUOutOfMemoryError)'),
])('a lack of memory is recognised by its message: %s', (cause) => {
  expect(isOutOfMemory(cause)).toBe(true);
  expect(orMemoryError(cause, 'a wide network')).toMatchObject({ code: 'memory', cause });
});

it.each([
  new TypeError('cannot read properties of undefined'),
  new RangeError('Maximum call stack size exceeded'),
  new EngineError('backend', 'The training step got no answer from the device: out of memory?'),
  'out of memory',
])('a failure for another reason is not changed: %s', (cause) => {
  expect(isOutOfMemory(cause)).toBe(false);
  expect(orMemoryError(cause, 'a wide network')).toBe(cause);
});
