/**
 * In a chunk of its own (see `vite.config.ts`), so that React's code runs in a task of its own and not within that of
 * the first script that asks for it. A function and not a mere re-export, which the bundler would take apart again.
 */
import { createRoot, type Root } from 'react-dom/client';

export function openRoot(element: Element): Root {
  return createRoot(element);
}
