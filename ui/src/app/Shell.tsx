import { ChartNoAxesCombined, ListTree, MessagesSquare, Monitor, Moon, Sun } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link, useRoute } from 'wouter';
import { IconButton } from '../components/button/Button';
import { Menu, MenuItem } from '../components/menu/Menu';
import { usePreference } from '../components/usePreference';
import { toOverview, toSessions, toTraces } from '../lib/urls/paths';
import { ExperimentSwitcher } from './ExperimentSwitcher';
import { Help } from './Help';
import { Palette } from './Palette';
import styles from './Shell.module.css';
import { type Theme, useTheme } from './theme';

interface ShellProps {
  /** Null on pages that belong to none. */
  readonly experimentId: string | null;
  readonly children: ReactNode;
}

/** What is around every page: where one is, where one can go. */
export function Shell({ experimentId, children }: ShellProps) {
  const [, remember] = usePreference<string>('experiment', '0');
  useEffect(() => {
    if (experimentId !== null) remember(experimentId);
  }, [experimentId, remember]);
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#main">
        Skip to the content
      </a>
      <header className={styles['header']}>
        <Link href="/" className={styles['brand']} aria-label="Spanloom">
          <Mark />
          <span>Spanloom</span>
        </Link>
        {experimentId !== null && (
          <>
            <ExperimentSwitcher experimentId={experimentId} />
            <nav aria-label="Pages" className={styles['nav']}>
              <Tab to={toTraces(experimentId)} icon={<ListTree size={15} />} name="Traces" />
              <Tab
                to={toSessions(experimentId)}
                icon={<MessagesSquare size={15} />}
                name="Sessions"
              />
              <Tab
                to={toOverview(experimentId)}
                icon={<ChartNoAxesCombined size={15} />}
                name="Overview"
              />
            </nav>
          </>
        )}
        <div className={styles['end']}>
          <Palette experimentId={experimentId} />
          <ThemeMenu />
          <Help />
        </div>
      </header>
      <main id="main" className={styles['main']} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Tab({
  to,
  icon,
  name,
}: {
  readonly to: string;
  readonly icon: ReactNode;
  readonly name: string;
}) {
  const [here] = useRoute(`${to}/*?`);
  return (
    <Link
      href={to}
      className={styles['tab']}
      aria-current={here ? 'page' : undefined}
      aria-label={name}
    >
      {icon}
      <span>{name}</span>
    </Link>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width={20} height={20} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path d="M7 9h13M7 16h9M12 23h13" stroke="#fff" strokeWidth="3.4" strokeLinecap="round" />
      <path d="M22 9h3M19 16h6M7 23h2" stroke="#c7c4ff" strokeWidth="3.4" strokeLinecap="round" />
    </svg>
  );
}

const THEMES = { system: Monitor, light: Sun, dark: Moon } as const;

function ThemeMenu() {
  const [theme, setTheme] = useTheme();
  const Icon = THEMES[theme];
  return (
    <Menu
      label="Theme"
      trigger={
        <IconButton label={`Theme: ${theme}`}>
          <Icon size={16} />
        </IconButton>
      }
      selectionMode="single"
      selectedKeys={[theme]}
      onAction={(key) => setTheme(key as Theme)}
    >
      <MenuItem id="system" textValue="System">
        System
      </MenuItem>
      <MenuItem id="light" textValue="Light">
        Light
      </MenuItem>
      <MenuItem id="dark" textValue="Dark">
        Dark
      </MenuItem>
    </Menu>
  );
}
