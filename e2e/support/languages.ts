/** As in `src/i18n/languages/`, which only a bundler can list. */
export const LANGUAGES = ['en', 'ko'] as const;
type Language = (typeof LANGUAGES)[number];

/** Every form in every language. To save time, CI takes one language for each form, in turn. */
export function inEveryLanguage<Form>(forms: readonly Form[]): readonly (readonly [Language, Form])[] {
  return forms.flatMap((form, i) =>
    LANGUAGES.filter((_, j) => !process.env['CI'] || j === i % LANGUAGES.length).map(
      (language) => [language, form] as const,
    ),
  );
}
