import type { ReactElement, ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  type MenuProps,
  MenuTrigger,
  Popover,
} from 'react-aria-components';
import styles from './Menu.module.css';

interface Props<T extends object> extends Omit<MenuProps<T>, 'className' | 'style'> {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly label: string;
}

/** A button with a list of things to do, or to choose from with `selectionMode`. */
export function Menu<T extends object>({ trigger, label, ...props }: Props<T>) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <AriaMenu {...props} aria-label={label} className={styles['menu'] ?? ''} />
      </Popover>
    </MenuTrigger>
  );
}

interface ItemProps extends Omit<MenuItemProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
  readonly danger?: boolean;
}

export function MenuItem({ danger, children, ...props }: ItemProps) {
  return (
    <AriaMenuItem
      textValue={typeof children === 'string' ? children : (props.textValue ?? '')}
      {...props}
      className={styles['item'] ?? ''}
      data-danger={danger}
    >
      {({ selectionMode, isSelected }) => (
        <>
          {selectionMode !== 'none' && (
            <span className={styles['tick']} aria-hidden="true">
              {isSelected ? '✓' : ''}
            </span>
          )}
          {children}
        </>
      )}
    </AriaMenuItem>
  );
}
