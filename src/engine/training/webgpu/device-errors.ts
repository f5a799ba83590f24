/**
 * Creates things on the device and says what the device thought of it. WebGPU reports invalid descriptors and a lack
 * of memory to error scopes and not to the caller; unscoped they would count as the loss of the device. After an
 * error, `discard` gets what was made.
 */
export async function created<T>(
  device: GPUDevice,
  what: string,
  create: () => T,
  discard?: (made: T) => void,
): Promise<T> {
  // The scopes are a stack of the device's: `create` is synchronous, so nobody else's errors land in these.
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  let made: T;
  let errors: Promise<GPUError | null>[];
  try {
    made = create();
  } finally {
    errors = [device.popErrorScope(), device.popErrorScope()];
  }
  try {
    // Rejects where the device is lost.
    const error = (await Promise.all(errors)).find((one) => one !== null);
    if (error) throw new Error(`${what}: ${error.message}`);
    return made;
  } catch (cause) {
    discard?.(made);
    throw cause;
  }
}
