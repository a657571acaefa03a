/**
 * Traces the calls of Google's Gen AI client, for the Gemini API and for Vertex AI. Start with
 * {@link dev.spanloom.autolog.googlegenai.GoogleGenAiTracing}.
 */
@NullMarked
package dev.spanloom.autolog.googlegenai;

import org.jspecify.annotations.NullMarked;
