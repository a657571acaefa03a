/** Traces Ollama4j; programs use {@link dev.spanloom.autolog.ollama4j.OllamaTracing}. */
@NullMarked
package dev.spanloom.autolog.ollama4j;

import org.jspecify.annotations.NullMarked;
