/** How the SDK speaks up without drowning a program's log. */
@NullMarked
package dev.spanloom.internal.log;

import org.jspecify.annotations.NullMarked;
