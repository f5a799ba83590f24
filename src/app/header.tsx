/** Name, introduction, and the switches for language and theme. */
import { Control } from '../components/control.tsx';
import { LANGUAGES, languageName } from '../i18n/catalogues.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { THEMES, type Theme } from './params.ts';
import type { Preferences } from './use-preferences.ts';
import styles from './header.module.css';

export function Header({ preferences }: { readonly preferences: Preferences }) {
  const text = useMessages().app;
  return (
    <header className={styles['header']}>
      <a className={styles['skip']} href="#draw">
        {text.skip}
      </a>
      <h1 className={styles['name']}>
        <Logo />
        <span translate="no">{text.name}</span>
      </h1>
      <Control name="intro">
        <p className={styles['promise']}>{text.promise}</p>
        <ol className={styles['steps']} aria-label={text.steps}>
          <li>{text.stepDraw}</li>
          <li>{text.stepTrain}</li>
          <li>{text.stepWatch}</li>
        </ol>
      </Control>
      <Switches preferences={preferences} />
    </header>
  );
}

function Switches({ preferences }: { readonly preferences: Preferences }) {
  const text = useMessages().app;
  const themeNames: Readonly<Record<Theme, string>> = {
    auto: text.themeAuto,
    light: text.themeLight,
    dark: text.themeDark,
  };
  return (
    <div className={styles['switches']}>
      <Control name="language">
        <select
          className={styles['switch']}
          aria-label={text.language}
          value={preferences.language}
          onChange={({ target }) => preferences.setLanguage(target.value)}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {languageName(language)}
            </option>
          ))}
        </select>
      </Control>
      <Control name="theme">
        <select
          className={styles['switch']}
          aria-label={text.theme}
          value={preferences.theme}
          onChange={({ target }) => {
            const theme = THEMES[target.selectedIndex];
            if (theme) preferences.setTheme(theme);
          }}
        >
          {THEMES.map((theme) => (
            <option key={theme} value={theme}>
              {themeNames[theme]}
            </option>
          ))}
        </select>
      </Control>
    </div>
  );
}

/** The same drawing as the page's icon, `public/icon.svg`. */
function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="var(--on-accent)">
        <rect x="6" y="20" width="3.2" height="6" rx="1.2" opacity=".65" />
        <rect x="11.6" y="17" width="3.2" height="9" rx="1.2" opacity=".65" />
        <rect x="17.2" y="6" width="3.2" height="20" rx="1.2" />
        <rect x="22.8" y="21.5" width="3.2" height="4.5" rx="1.2" opacity=".65" />
      </g>
    </svg>
  );
}
