/** Whether the page is in a sandboxed frame without an origin, which may store nothing and start no worker by its URL. */
export function inSandbox(): boolean {
  return self.origin === 'null';
}
