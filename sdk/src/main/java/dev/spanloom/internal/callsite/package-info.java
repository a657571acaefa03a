/** Where in the program a span is closed: on the way of an exception, or not. */
@NullMarked
package dev.spanloom.internal.callsite;

import org.jspecify.annotations.NullMarked;
