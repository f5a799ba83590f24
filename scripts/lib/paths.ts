import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const MNIST_TARGET = path.join(ROOT, 'public', 'mnist');
