import { describe, expect, it } from 'vitest';
import { createTheme } from './theme.ts';

function fakePage() {
  const root = { dataset: {} as Record<string, string> };
  const colours = ['light', 'dark'].map((theme) => ({ dataset: { theme }, media: '' }));
  const page = { documentElement: root, querySelectorAll: () => colours } as unknown as Document;
  return { page, shown: () => [root.dataset['theme'], ...colours.map(({ media }) => media)] };
}

const AUTO = [undefined, '(prefers-color-scheme: light)', '(prefers-color-scheme: dark)'];

describe('the theme', () => {
  it('is set on the document at the start and at every change', () => {
    const { page, shown } = fakePage();
    const theme = createTheme('dark', page);
    expect(shown()).toEqual(['dark', 'not all', 'all']);
    theme.setState('auto', true);
    expect(shown()).toEqual(AUTO);
    theme.setState('light', true);
    expect(shown()).toEqual(['light', 'all', 'not all']);
  });

  it('follows the system when it is auto', () => {
    const { page, shown } = fakePage();
    page.documentElement.dataset['theme'] = 'dark';
    createTheme('auto', page);
    expect(shown()).toEqual(AUTO);
  });
});
