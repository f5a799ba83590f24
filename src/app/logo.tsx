/** Ten probabilities, one of them certain. The same drawing is the page's icon (`public/icon.svg`). */
export function Logo() {
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
