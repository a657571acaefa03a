// Lays a .br and a .gz beside each file that gains by it: the server sends them as they are.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = 'target/classes/dev/spanloom/ui';
const smallest = 1024;
const packed = /\.(js|css|svg|html|txt|json)$/;

for (const name of readdirSync(folder, { recursive: true })) {
  const file = join(folder, name);
  if (!packed.test(file) || !statSync(file).isFile() || statSync(file).size < smallest) {
    continue;
  }
  const bytes = readFileSync(file);
  writeFileSync(file + '.gz', gzipSync(bytes, { level: 9 }));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(file + '.br', brotliCompressSync(bytes, { params }));
}
