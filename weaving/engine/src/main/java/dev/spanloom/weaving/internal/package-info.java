/** How a JVM comes to weave itself. */
@NullMarked
package dev.spanloom.weaving.internal;

import org.jspecify.annotations.NullMarked;
