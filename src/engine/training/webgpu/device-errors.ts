/**
 * Creates objects on the device, and rejects with the device's error. WebGPU reports invalid descriptors and a lack of
 * memory to error scopes, not to the caller; outside a scope they would count as the loss of the device. After an
 * error, `discard` gets the objects.
 */
export async function created<T>(
  device: GPUDevice,
  what: string,
  create: () => T,
  discard?: (made: T) => void,
): Promise<T> {
  // Scopes are a stack per device. `create` is synchronous, so these get no other errors.
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
