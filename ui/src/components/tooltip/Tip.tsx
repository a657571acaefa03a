import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { Kbd } from '../badge/Kbd';
import styles from './Tip.module.css';

interface TipProps {
  readonly text: string;
  readonly shortcut?: string;
  /** What it is about: something that can have the focus. */
  readonly children: ReactElement;
}

/** Words that are shown beside what the pointer or the focus is on. */
export function Tip({ text, shortcut, children }: TipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className={styles['tip'] ?? ''} offset={6}>
        {text}
        {shortcut && <Kbd>{shortcut}</Kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
