/** Weaves classes in a Maven build. */
@NullMarked
package dev.spanloom.maven;

import org.jspecify.annotations.NullMarked;
