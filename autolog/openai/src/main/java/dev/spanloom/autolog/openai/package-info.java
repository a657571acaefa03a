/**
 * Traces the calls of OpenAI's Java client, against any endpoint that speaks its protocol. Start
 * with {@link dev.spanloom.autolog.openai.OpenAiTracing}.
 */
@NullMarked
package dev.spanloom.autolog.openai;

import org.jspecify.annotations.NullMarked;
