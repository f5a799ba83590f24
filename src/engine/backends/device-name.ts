/** CPU renderers: SwiftShader (Chromium), llvmpipe, lavapipe and softpipe (Mesa), WARP (Windows), Apple's. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

export function isSoftwareRenderer(name: string): boolean {
  return SOFTWARE.test(name);
}

/** SwiftShader's full name carries versions and flags. */
export function shortName(name: string): string {
  return /swiftshader/i.test(name) ? 'SwiftShader' : name;
}

/**
 * The device's usual name, from a WebGL renderer string. ANGLE, which Chromium and Firefox use on most systems, wraps
 * it as `ANGLE (vendor, renderer, driver)` and adds ids and API versions.
 */
export function deviceName(renderer: string): string {
  if (shortName(renderer) !== renderer) return shortName(renderer);
  const wrapped = /^ANGLE \([^,]+, (.+), [^,]*\)$/.exec(renderer);
  return (wrapped?.[1] ?? renderer)
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/ \(0x[0-9a-f]+\)/i, '')
    .replace(/ Direct3D.*$/, '')
    .trim();
}
