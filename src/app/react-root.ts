/**
 * In a chunk of its own (see `vite.config.ts`), so that React's code runs in a task of its own. It is a function,
 * since the bundler would take a re-export apart.
 */
import { createRoot, type Root } from 'react-dom/client';

export function openRoot(element: Element): Root {
  return createRoot(element);
}
