import type { Palette } from './chart-svg.ts';

const TOKENS: Readonly<Record<keyof Palette, string>> = {
  surface: '--surface',
  text: '--text',
  muted: '--text-muted',
  line: '--line',
  train: '--train',
  test: '--test',
};

/** The tokens' colours in the theme of the moment. A custom property itself only gives back its two halves. */
export function paletteOf(element: Element): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const resolve = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  try {
    return {
      surface: resolve(TOKENS.surface),
      text: resolve(TOKENS.text),
      muted: resolve(TOKENS.muted),
      line: resolve(TOKENS.line),
      train: resolve(TOKENS.train),
      test: resolve(TOKENS.test),
    };
  } finally {
    probe.remove();
  }
}
