import {
  Bot,
  Braces,
  Brain,
  ClipboardCheck,
  Cpu,
  Database,
  GitBranch,
  ListOrdered,
  Link2,
  type LucideIcon,
  MessageSquare,
  ShieldCheck,
  Shapes,
  SquareCheckBig,
  Waypoints,
  Wrench,
  CircleDashed,
} from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  LLM: Cpu,
  CHAT_MODEL: MessageSquare,
  CHAIN: Link2,
  AGENT: Bot,
  TOOL: Wrench,
  RETRIEVER: Database,
  EMBEDDING: Waypoints,
  RERANKER: ListOrdered,
  PARSER: Braces,
  MEMORY: Brain,
  WORKFLOW: GitBranch,
  TASK: SquareCheckBig,
  GUARDRAIL: ShieldCheck,
  EVALUATOR: ClipboardCheck,
  UNKNOWN: CircleDashed,
};

/** The CSS colour of a type of span. */
export function typeColor(type: string): string {
  return ICONS[type]
    ? `var(--type-${type.toLowerCase().replace('_', '-')})`
    : 'var(--type-unknown)';
}

/** The icon of a type of span, in its colour. Types of the user's own have one, too. */
export function TypeIcon({ type, size = 14 }: { readonly type: string; readonly size?: number }) {
  const Icon = ICONS[type] ?? Shapes;
  return <Icon size={size} color={typeColor(type)} aria-hidden="true" />;
}
