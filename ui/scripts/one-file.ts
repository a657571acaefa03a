import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * Puts scripts and styles into the page itself, which then needs nothing else, and lets it load nothing: its policy names the script by its
 * hash. Styles need no hash; they can fetch nothing either.
 *
 * @param notices what is to be said of the software in it, once that is known; nobody sees it but who reads the source
 */
export function oneFile(notices: () => string): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle: {
      // After Vite has put its own last words into the scripts.
      order: 'post',
      handler(_, bundle) {
        const page = Object.values(bundle).find((each) => each.fileName.endsWith('.html'));
        if (page?.type !== 'asset') throw new Error('the build of the viewer has no page');
        let html = String(page.source);
        const hashes: string[] = [];
        for (const [name, file] of Object.entries(bundle)) {
          if (file === page) continue;
          delete bundle[name];
          if (file.type === 'chunk') {
            // A script must not hold what ends a script; within JavaScript both only stand in texts and patterns.
            const code = file.code
              .replace(/<\/(script)/gi, '\\x3c/$1')
              .replaceAll('<!--', '\\x3c!--');
            hashes.push(createHash('sha256').update(code).digest('base64'));
            html = replaced(html, tag('script', file.fileName), '');
            html = replaced(html, /<\/body>/, `<script type="module">${code}</script></body>`);
          } else if (name.endsWith('.css')) {
            const style = String(file.source).replace(/<\/(style)/gi, '<\\/$1');
            html = replaced(html, tag('link', file.fileName), `<style>${style}</style>`);
          }
        }
        const policy = [
          "default-src 'none'",
          `script-src ${hashes.map((hash) => `'sha256-${hash}'`).join(' ')}`,
          "style-src 'unsafe-inline'",
          'img-src data: blob:',
          'media-src data: blob:',
          "base-uri 'none'",
          "form-action 'none'",
        ].join('; ');
        const said = notices().replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        html = replaced(
          html,
          /<\/body>/,
          `<template id="third-party-notices"><pre>\n${said}\n</pre></template></body>`,
        );
        page.source = replaced(
          html,
          /<meta charset="utf-8" ?\/?>/,
          `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">`,
        );
      },
    },
  };
}

function tag(name: 'script' | 'link', file: string): RegExp {
  const escaped = file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`<${name}[^>]*${escaped}"[^>]*>(</script>)?`);
}

/** Without the meaning that `$` has in a replacement. Fails when there is nothing to replace. */
function replaced(html: string, pattern: RegExp, by: string): string {
  if (!pattern.test(html)) throw new Error(`${String(pattern)} is not in the page of the viewer`);
  return html.replace(pattern, () => by);
}
