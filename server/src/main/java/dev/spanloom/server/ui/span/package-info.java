/** The values of one span, whole, cut, in parts, and found by their text. */
@NullMarked
package dev.spanloom.server.ui.span;

import org.jspecify.annotations.NullMarked;
