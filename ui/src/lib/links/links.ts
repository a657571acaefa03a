const ALLOWED = new Set(['http:', 'https:', 'mailto:']);

/** A link that may be followed: to the web or to mail. Null for any other, such as `javascript:`, and for what is no whole link. */
export function safeLink(text: string): string | null {
  try {
    const url = new URL(text.trim());
    return ALLOWED.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** As `safeLink`, but to the web alone. */
export function webLink(text: string): string | null {
  const link = safeLink(text);
  return link?.startsWith('http') ? link : null;
}

/** The host of a link; an empty text when there is none. */
export function hostOf(link: string): string {
  try {
    return new URL(link).host;
  } catch {
    return '';
  }
}

const IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/;

/** Whether a `data:` link is a picture that can do no more than be seen; SVG can. */
export function isInlineImage(link: string): boolean {
  return IMAGE.test(link);
}
