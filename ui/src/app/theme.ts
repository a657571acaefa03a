import { useEffect } from 'react';
import { usePreference } from '../components/usePreference';

export type Theme = 'system' | 'light' | 'dark';

/** The reader's theme, laid on the page. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = usePreference<Theme>('theme', 'system');
  useEffect(() => {
    if (theme === 'system') {
      delete document.documentElement.dataset['theme'];
    } else {
      document.documentElement.dataset['theme'] = theme;
    }
  }, [theme]);
  return [theme, setTheme];
}
