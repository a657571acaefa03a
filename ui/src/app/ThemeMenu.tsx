import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from '../components/button/Button';
import { Menu, MenuItem } from '../components/menu/Menu';
import { type Theme, useTheme } from './theme';

const THEMES = { system: Monitor, light: Sun, dark: Moon } as const;

/** Light, dark, or as the system is. */
export function ThemeMenu() {
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
