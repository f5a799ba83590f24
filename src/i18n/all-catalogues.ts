/** Every catalogue at once, for tests and the build. The page loads them by language and part. */
import { messagesOf } from './registry.ts';

const files = import.meta.glob('./languages/**/*.ts', { eager: true });

export const CATALOGUE_FILES: readonly string[] = Object.keys(files);

export { LANGUAGES } from './catalogues.ts';
export { messagesOf };
