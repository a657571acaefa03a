import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface ChartLinkProps {
  readonly href: string;
  readonly label: string;
  readonly tabIndex: number;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onPointerEnter: () => void;
  readonly children: ReactNode;
}

/** A mark of a chart that leads somewhere. */
export function ChartLink({ href, label, children, ...rest }: ChartLinkProps) {
  return (
    <Link href={href} asChild>
      <a aria-label={label} {...rest}>
        {children}
      </a>
    </Link>
  );
}
