import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Lazy parts are read from the disk when they are first shown; a busy machine takes its time.
configure({ asyncUtilTimeout: 8000 });

afterEach(cleanup);
// Conditions are waited for, not times; on a busy machine they come late.
configure({ asyncUtilTimeout: 5000 });
