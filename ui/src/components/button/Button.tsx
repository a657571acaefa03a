import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components';
import { Tip } from '../tooltip/Tip';
import styles from './Button.module.css';

interface ButtonProps extends Omit<AriaProps, 'className' | 'style'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly pressed?: boolean;
}

/** A button with words. */
export function Button({ look = 'plain', pressed, ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={styles['button'] ?? ''}
      data-look={look}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    />
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  /** What it does: the name that screen readers say and the tip that is shown. */
  readonly label: string;
  /** The key that does the same, such as `F`. */
  readonly shortcut?: string;
  readonly children: ReactNode;
}

/** A button with an icon alone; its name is shown as a tip. */
export function IconButton({
  label,
  shortcut,
  look = 'quiet',
  pressed,
  ...props
}: IconButtonProps) {
  return (
    <Tip text={label} {...(shortcut ? { shortcut } : {})}>
      <AriaButton
        {...props}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className={`${styles['button']} ${styles['icon']}`}
        data-look={look}
      />
    </Tip>
  );
}
