/**
 * Whether nothing can be stored here from the start: in a sandbox without an origin, and wherever the browser blocks it,
 * as many do for frames of other sites. `localStorage` is asked because it answers at once; what bars it bars IndexedDB
 * as well (seen in Chromium 156, with third-party cookies blocked).
 */
export function storageIsBarred(): boolean {
  try {
    // The getter itself throws. Null, where a reader has switched off this kind alone, says nothing of the other.
    return localStorage === undefined;
  } catch {
    return true;
  }
}
