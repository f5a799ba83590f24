import { describe, expect, it, vi } from 'vitest';
import { whenActivated } from './activation.ts';

describe('the start of the page', () => {
  it('waits in a prerendered page until the reader visits it', () => {
    const start = vi.fn<() => void>();
    const page = Object.assign(new EventTarget(), { prerendering: true });
    whenActivated(start, page);
    expect(start).not.toHaveBeenCalled();
    page.dispatchEvent(new Event('prerenderingchange'));
    expect(start).toHaveBeenCalledOnce();
  });

  it.each([false, undefined])('is immediate where prerendering is %s', (prerendering) => {
    const start = vi.fn<() => void>();
    whenActivated(start, Object.assign(new EventTarget(), { prerendering }));
    expect(start).toHaveBeenCalledOnce();
  });
});
