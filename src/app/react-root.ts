/**
 * In React's own chunk, so that React's code runs when that does, in a task of its own, and not when the first of the
 * page's scripts asks for it. A function and not a mere re-export, which the bundler would take apart again.
 */
import { createRoot, type Root } from 'react-dom/client';

export function openRoot(element: Element): Root {
  return createRoot(element);
}
