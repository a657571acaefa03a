/** Whether the window is as narrow as that of a phone; the same border as in the styles. */
export const isNarrow = (): boolean => window.innerWidth <= 760;
