import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Lazy parts are read from the disk when they are first shown; a busy machine takes its time.
configure({ asyncUtilTimeout: 30_000 });

afterEach(cleanup);
