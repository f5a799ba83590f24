/** After SIGINT or SIGTERM the results measured so far are still reported. */
let asked = false;

export function isStopping(): boolean {
  return asked;
}

export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      process.stderr.write('  stopping after this one; once more to stop at once\n');
    });
  }
}
