/**
 * In a chunk of its own (see `vite.config.ts`), so that React's code runs in a task of its own. It is a function,
 * since the bundler would take a re-export apart.
 */
import { createRoot, type Root, type RootOptions } from 'react-dom/client';

export function openRoot(element: Element, options: RootOptions): Root {
  return createRoot(element, options);
}
