/**
 * Traces the clients of Anthropic's Java library: {@link
 * dev.spanloom.autolog.anthropic.AnthropicTracing}.
 */
@NullMarked
package dev.spanloom.autolog.anthropic;

import org.jspecify.annotations.NullMarked;
