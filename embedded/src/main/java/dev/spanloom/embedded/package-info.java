/** The store in this process as a destination of the SDK: {@code sqlite:PATH}. */
@NullMarked
package dev.spanloom.embedded;

import org.jspecify.annotations.NullMarked;
