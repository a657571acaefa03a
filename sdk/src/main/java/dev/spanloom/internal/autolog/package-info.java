/** Automatic tracing of AI libraries: how the SDK finds the integrations on the class path. */
@NullMarked
package dev.spanloom.internal.autolog;

import org.jspecify.annotations.NullMarked;
