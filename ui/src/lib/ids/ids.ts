const FORMS = [
  /^tr-[0-9a-zA-Z-]{4,}$/, // MLflow's
  /^(0x)?[0-9a-fA-F]{32}$/, // OpenTelemetry's, of a trace
  /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, // a traceparent
];

/** Whether a text is the id of a trace, in any form in which logs and headers have it. */
export function looksLikeId(text: string): boolean {
  return FORMS.some((form) => form.test(text.trim()));
}
