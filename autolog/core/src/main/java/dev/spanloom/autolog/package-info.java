/**
 * Automatic tracing: what the integrations of AI libraries share. Programs use the integrations;
 * who writes one starts with {@link dev.spanloom.autolog.ModelCall}.
 */
@NullMarked
package dev.spanloom.autolog;

import org.jspecify.annotations.NullMarked;
