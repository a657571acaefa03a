/** The spans that are open now, for test kits and tools. */
@NullMarked
package dev.spanloom.internal.open;

import org.jspecify.annotations.NullMarked;
