/**
 * For tests of programs that are traced with Spanloom: a JUnit extension and AssertJ assertions.
 */
@NullMarked
package dev.spanloom.testing;

import org.jspecify.annotations.NullMarked;
