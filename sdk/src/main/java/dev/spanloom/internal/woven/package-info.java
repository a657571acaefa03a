/** What woven code calls, and how weaving in the running JVM is found. */
@NullMarked
package dev.spanloom.internal.woven;

import org.jspecify.annotations.NullMarked;
