/** Sentences in one text; those that don't apply are left out. */
export function sentences(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(' ');
}
