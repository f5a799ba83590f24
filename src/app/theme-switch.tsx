/** Light, dark, or as the system has it: three radio buttons that look like one switch. */
import { useId } from 'react';
import { VisuallyHidden } from '../components/visually-hidden.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { THEMES, type Theme } from './params.ts';
import styles from './theme-switch.module.css';

export interface ThemeSwitchProps {
  readonly theme: Theme;
  readonly onChange: (theme: Theme) => void;
}

export function ThemeSwitch({ theme, onChange }: ThemeSwitchProps) {
  const text = useMessages().app;
  const group = useId();
  const names: Readonly<Record<Theme, string>> = {
    auto: text.themeAuto,
    light: text.themeLight,
    dark: text.themeDark,
  };
  return (
    <fieldset className={styles['switch']}>
      <legend className={styles['legend']}>{text.theme}</legend>
      {THEMES.map((name) => (
        <label key={name} className={styles['option']} title={names[name]}>
          <input type="radio" name={group} checked={theme === name} onChange={() => onChange(name)} />
          <VisuallyHidden>{names[name]}</VisuallyHidden>
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            {ICONS[name]}
          </svg>
        </label>
      ))}
    </fieldset>
  );
}

const ICONS = {
  auto: (
    <>
      <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
    </>
  ),
  light: (
    <>
      <circle cx="10" cy="10" r="3.6" fill="currentColor" />
      <path
        d="M10 1.8v2.4M10 15.8v2.4M1.8 10h2.4M15.8 10h2.4M4.2 4.2l1.7 1.7M14.1 14.1l1.7 1.7M15.8 4.2l-1.7 1.7M5.9 14.1l-1.7 1.7"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </>
  ),
  dark: <path d="M16.5 12.4A7 7 0 0 1 7.6 3.5a7 7 0 1 0 8.9 8.9z" fill="currentColor" />,
} as const;
