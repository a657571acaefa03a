/** The path of a Chromium, which is installed when there is none. */
export function browser(): string;
