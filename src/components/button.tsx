/** A native button in three variants. */
import type { ComponentProps } from 'react';
import type { Content } from './elements.ts';
import styles from './button.module.css';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'className' | 'children'> {
  readonly children: Content;
  /** At most one `primary` in a panel; `quiet` has no border. */
  readonly variant?: 'primary' | 'plain' | 'quiet';
  readonly size?: 'md' | 'lg';
}

export function Button({ variant = 'plain', size = 'md', ...rest }: ButtonProps) {
  return <button {...rest} type="button" className={styles['button']} data-variant={variant} data-size={size} />;
}
