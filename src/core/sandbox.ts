/** Whether the page is in a sandboxed frame without an origin. There it has no storage, and no worker starts by URL. */
export function inSandbox(): boolean {
  return self.origin === 'null';
}
