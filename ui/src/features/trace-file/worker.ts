import type { Channel } from './messages';
import { serve } from './serve';

serve(globalThis as unknown as Channel);
