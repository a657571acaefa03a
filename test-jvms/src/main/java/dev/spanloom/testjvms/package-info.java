/** For tests that need a JVM of its own, or another one than theirs. */
@NullMarked
package dev.spanloom.testjvms;

import org.jspecify.annotations.NullMarked;
