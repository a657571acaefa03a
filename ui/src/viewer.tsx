import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Viewer } from './app/Viewer';
import { ISLAND } from './lib/trace-file/read';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Viewer text={document.getElementById(ISLAND)?.textContent ?? ''} />
    </StrictMode>,
  );
}
