import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);
// Conditions are waited for, not times; on a busy machine they come late.
configure({ asyncUtilTimeout: 5000 });
